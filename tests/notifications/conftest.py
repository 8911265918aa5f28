"""What do all notification tests need beside the database?"""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from config.services.mail_sink import MailSink
from notifications.channels.contract import Answer
from notifications.channels.email.channel import Email
from notifications.channels.email.line import lines_kept_open
from tests.notifications.scripted_server import ScriptedServer
from tests.notifications.test_bytes_of_a_mail import ENGLISH, a_payload


@pytest.fixture
def mail(smtp_sink: MailSink, settings: Settings) -> MailSink:
    """A real mail server that the product sends to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return smtp_sink


@pytest.fixture
def sent(settings: Settings) -> Callable[..., list[Answer]]:
    """One letter each to some names, over one line to a scripted server."""

    def send(server: ScriptedServer, *names: str) -> list[Answer]:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        with lines_kept_open():
            return [Email().send(a_payload(ENGLISH, address=f"{each}@x.example"), timeout_s=3) for each in names]

    return send
