"""How does Resend learn the key by which it knows a message again?

By a header of the call itself, which Anymail never sets: https://resend.com/docs/dashboard/emails/idempotency-keys
"""

from collections.abc import MutableMapping
from typing import Any

from anymail.backends import resend

KEY_HEADER = "Idempotency-Key"


class EmailBackend(resend.EmailBackend):  # type: ignore[misc] # Anymail has no types
    """Anymail's, with the message's own header of that name said to Resend instead of to the reader."""

    def build_message_payload(self, message: Any, defaults: Any) -> "_Keyed":
        return _Keyed(message, defaults, self)


class _Keyed(resend.ResendPayload):  # type: ignore[misc] # Anymail has no types
    def set_extra_headers(self, headers: MutableMapping[str, str]) -> None:
        if key := headers.pop(KEY_HEADER, ""):
            self.headers[KEY_HEADER] = key
        super().set_extra_headers(headers)
