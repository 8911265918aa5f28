"""How is a connection to the mail server opened that notes what was said on it?"""

import smtplib
from typing import Any, ClassVar

from django.core.mail.backends.smtp import EmailBackend

from notifications.channels.email.smtp import Noting


class _NotingSMTP(Noting, smtplib.SMTP):
    pass


class _NotingSMTPOverTLS(Noting, smtplib.SMTP_SSL):
    pass


class NotingBackend(EmailBackend):
    """Django's way to open an SMTP connection, with its TLS and its log-in."""

    _classes: ClassVar[dict[bool, type[smtplib.SMTP]]] = {False: _NotingSMTP, True: _NotingSMTPOverTLS}

    @property
    def connection_class(self) -> Any:
        return self._classes[bool(self.use_ssl)]

    @property
    def noting(self) -> Noting | None:
        return self.connection if isinstance(self.connection, Noting) else None
