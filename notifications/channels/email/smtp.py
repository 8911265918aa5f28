"""Had the message's last line gone out when the connection broke?"""

import smtplib
from typing import Any, ClassVar

from django.core.mail.backends.smtp import EmailBackend


class _Noting:
    """Notes that the server asked for the data: from then on silence no longer means no."""

    gave_data = False

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()  # type: ignore[misc]  # mixed into smtplib.SMTP
        if code == 354:
            self.gave_data = True
        return code, text


class _NotingSMTP(_Noting, smtplib.SMTP):
    pass


class _NotingSMTPOverTLS(_Noting, smtplib.SMTP_SSL):
    pass


class NotingBackend(EmailBackend):
    """Django's SMTP connection, which also remembers whether data were given."""

    _classes: ClassVar[dict[bool, type[smtplib.SMTP]]] = {False: _NotingSMTP, True: _NotingSMTPOverTLS}

    @property
    def connection_class(self) -> Any:
        return self._classes[bool(self.use_ssl)]

    @property
    def gave_data(self) -> bool:
        return bool(getattr(self.connection, "gave_data", False))
