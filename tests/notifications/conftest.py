"""What do all notification tests need beside the database?"""

import pytest
from pytest_django import Settings

from config.services.mail_sink import MailSink


@pytest.fixture
def mail(smtp_sink: MailSink, settings: Settings) -> MailSink:
    """A real mail server that the product sends to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return smtp_sink
