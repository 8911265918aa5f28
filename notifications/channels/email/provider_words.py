"""What does the mail provider itself call a message that came back?

Anymail's normalized event has one word for all of them; each provider's own is in the event as it was posted.
"""

from collections.abc import Callable, Mapping
from typing import Any

from notifications.rules.provider_events import Word

Raw = Mapping[str, Any]

# https://support.sparkpost.com/docs/deliverability/bounce-classification-codes
_SPARKPOST = {
    **dict.fromkeys(("10", "30"), Word.HARD),
    **dict.fromkeys(("20", "21", "22", "23", "24", "40", "70"), Word.SOFT),
    **dict.fromkeys(("25", "50", "51", "52", "53", "54"), Word.LASTING),
}
# https://postmarkapp.com/developer/api/bounce-api: a spam notification is a filter's, a spam complaint a person's.
_POSTMARK = {
    "HardBounce": Word.HARD,
    "SoftBounce": Word.SOFT,
    "VirusNotification": Word.LASTING,
    "SpamNotification": Word.LASTING,
}
_BREVO = {"hard_bounce": Word.HARD, "soft_bounce": Word.SOFT}
_MAILERSEND = {"hard_bounced": Word.HARD, "soft_bounced": Word.SOFT}
# https://dev.mailjet.com/email/guides/webhooks/: what is wrong with the address itself.
_MAILJET_ADDRESS = frozenset({"user unknown", "mailbox inactive", "invalid domain", "no mail host", "typofix"})


def _mailjet(raw: Raw) -> Word:
    if raw.get("hard_bounce") is None:
        return Word.NONE
    if not raw["hard_bounce"]:
        return Word.SOFT
    return Word.HARD if raw.get("error") in _MAILJET_ADDRESS else Word.LASTING


def _mailgun(raw: Raw) -> Word:
    told = raw.get("event-data")
    return Word.LASTING if isinstance(told, Mapping) and told.get("severity") == "permanent" else Word.NONE


def _sparkpost(raw: Raw) -> Word:
    (told,) = raw["msys"].values()
    return _SPARKPOST.get(str(told.get("bounce_class")), Word.NONE)


_READERS: dict[str, Callable[[Raw], Word]] = {
    "brevo": lambda raw: _BREVO.get(str(raw.get("event")), Word.NONE),
    "mailersend": lambda raw: _MAILERSEND.get(str(raw["data"].get("type")), Word.NONE),
    "mailgun": _mailgun,
    "mailjet": _mailjet,
    "postmark": lambda raw: _POSTMARK.get(str(raw.get("Type")), Word.NONE),
    "sparkpost": _sparkpost,
}


def word_of(provider: str, raw: Raw) -> Word:
    """Of an event as `provider` posted it."""
    return _READERS[provider](raw)
