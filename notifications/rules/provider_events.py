"""What does a mail provider's event mean: arrived, try later, wrong address, our own fault, or a person's wish?"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from notifications.rules.statuses import DeliveryStatus

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BASIC = re.compile(r"\b([245])\d\d\b")
_FULL_MAILBOX = frozenset({("2", "2")})
ANSWER_LENGTH = 300


class Meaning(StrEnum):
    """`address`: nobody is there; `configuration`: our set-up or name is refused, the address is not to blame."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    SOFT = "soft"
    ADDRESS = "address"
    CONFIGURATION = "configuration"
    REFUSED = "refused"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


STATUS: dict[Meaning, DeliveryStatus] = {
    Meaning.ACCEPTED: DeliveryStatus.ACCEPTED,
    Meaning.DELIVERED: DeliveryStatus.DELIVERED,
    Meaning.SOFT: DeliveryStatus.SOFT_BOUNCED,
    Meaning.ADDRESS: DeliveryStatus.HARD_BOUNCED,
    Meaning.CONFIGURATION: DeliveryStatus.HARD_BOUNCED,
    Meaning.REFUSED: DeliveryStatus.HARD_BOUNCED,
    Meaning.COMPLAINED: DeliveryStatus.COMPLAINED,
}
STOPS_MAIL = frozenset({Meaning.ADDRESS, Meaning.COMPLAINED})  # the address is not written to again
ASKS_FOR_ANOTHER = frozenset({Meaning.ADDRESS, Meaning.REFUSED, Meaning.COMPLAINED})  # the account hears otherwise
_PLAIN = {
    "queued": Meaning.ACCEPTED,
    "sent": Meaning.ACCEPTED,
    "delivered": Meaning.DELIVERED,
    "deferred": Meaning.SOFT,
    "failed": Meaning.REFUSED,
    "complained": Meaning.COMPLAINED,
    "unsubscribed": Meaning.UNSUBSCRIBED,
}
_BY_REASON = {
    "invalid": Meaning.ADDRESS,
    "bounced": Meaning.ADDRESS,
    "spam": Meaning.COMPLAINED,
    "unsubscribed": Meaning.UNSUBSCRIBED,
}


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """One event, normalized. `ref` is the provider's or the message's own name; `key` makes it once.

    `occurred_at` None: the provider did not say; then it counts from its receipt.
    """

    ref: str
    key: str
    meaning: Meaning
    occurred_at: datetime | None
    answer: str = ""


def meaning_of(event: str, *, reason: str = "", answer: str = "") -> Meaning | None:
    """Of Anymail's normalized event type, reject reason and server's answer. None: no evidence of anything.

    Opens and clicks are not evidence: mail programs load pictures and scanners follow links.
    """
    if event in {"bounced", "rejected"}:
        return _of_bounce(answer) or _BY_REASON.get(reason, Meaning.REFUSED)
    return _PLAIN.get(event)


def _of_bounce(answer: str) -> Meaning | None:
    """RFC 3463: class, subject, detail. 5.7.x is policy about the sender; 5.1.x names the address; 4.x.x may pass."""
    found = _ENHANCED.search(answer)
    if not found:
        basic = _BASIC.search(answer)
        return Meaning.SOFT if basic and basic[1] == "4" else None
    if found[2] == "7":
        return Meaning.CONFIGURATION
    if found[1] == "4" or (found[2], found[3]) in _FULL_MAILBOX:
        return Meaning.SOFT
    return Meaning.ADDRESS if found[2] == "1" else Meaning.REFUSED


def event_key(
    *, provider: str, event_id: str, ref: str, recipient: str, event: str, occurred_at: datetime | None, url: str = ""
) -> str:
    """The provider's own id of the event, else a hash of what makes it that event."""
    if event_id:
        return event_id[:128]
    stamp = occurred_at.isoformat() if occurred_at else ""
    joined = "|".join((provider, ref, recipient.casefold(), event, stamp, url))
    return hashlib.sha256(joined.encode(errors="replace")).hexdigest()


def storable(text: str) -> str:
    """Without what no database takes: NUL and halves of surrogate pairs, which one server's answer may hold."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def accepted_when(*, occurred_at: datetime, started_at: datetime, received_at: datetime) -> datetime:
    """Never before we sent it and never after we were told, whatever the provider's clock says."""
    return max(started_at, min(occurred_at, received_at))
