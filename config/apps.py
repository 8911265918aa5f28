"""How is this app called?"""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Doorbells ring from every process and thread: all must know this broker."""
        from config.celery import app  # noqa: PLC0415 - apps are ready only now

        app.set_default()
