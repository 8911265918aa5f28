"""What does a mail provider's event mean: arrived, try later, wrong address, our own fault, or a person's wish?"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from notifications.rules.mail_answers import Blame, Command, blame, codes_in
from notifications.rules.statuses import DeliveryStatus

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
_CAME_BACK = frozenset({"bounced", "rejected"})
_FILTERED = frozenset({"blocked", "spam"})  # a filter's verdict; who complained is told by an event of its own
_BY_BLAME = {
    Blame.ADDRESS: Meaning.ADDRESS,
    Blame.CONFIGURATION: Meaning.CONFIGURATION,
    Blame.RECIPIENT: Meaning.REFUSED,
    Blame.LETTER: Meaning.REFUSED,
    Blame.HOUR: Meaning.SOFT,
}


class Word(StrEnum):
    """The provider's own for a message that came back. `hard`: nobody is there; `lasting`: a no for another reason."""

    HARD = "hard"
    LASTING = "lasting"
    SOFT = "soft"
    NONE = ""


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


def meaning_of(event: str, *, reason: str = "", answer: str = "", word: Word = Word.NONE) -> Meaning | None:
    """Of Anymail's normalized event type, reject reason and server's answer, and the provider's own word. None: no
    evidence of anything.

    Opens and clicks are not evidence: mail programs load pictures and scanners follow links.
    """
    if event in _CAME_BACK or (event == "complained" and word is Word.LASTING):
        return _by_answer(answer, word, reason) or _by_word(event, word, reason)
    return _PLAIN.get(event)


def _by_answer(answer: str, word: Word, reason: str) -> Meaning | None:
    """The server's codes go before anybody's word for them; without an enhanced one a lasting no says little."""
    found = codes_in(answer)
    says_little = not found.enhanced and (word is Word.SOFT or reason == "invalid") and found.basic >= 500
    if says_little or not (found.basic or found.enhanced):
        return None
    return _BY_BLAME[blame(found.basic, answer, at=Command.LATER)]


def _by_word(event: str, word: Word, reason: str) -> Meaning:
    """What nobody calls lasting may pass; only what is called that of its address ends mail to it."""
    if reason == "unsubscribed":
        return Meaning.UNSUBSCRIBED
    if word is Word.SOFT:
        return Meaning.SOFT
    if reason == "invalid" or (word is Word.HARD and reason not in _FILTERED):
        return Meaning.ADDRESS
    is_lasting = event != "bounced" or word is not Word.NONE or reason in _FILTERED
    return Meaning.REFUSED if is_lasting else Meaning.SOFT


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
