"""How is this app called?"""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
