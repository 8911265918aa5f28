"""What does every channel take, and what may it answer?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest

from lifecycle.rules.verdicts import Verdict
from notifications.rules.provider_events import ProviderEvent


@dataclass(frozen=True, slots=True)
class Coming:
    """The next message of a batch, which follows at once if nothing happens."""

    key: UUID
    address: str


@dataclass(frozen=True, slots=True)
class Payload:
    """One message to one address, rendered. `key` is the idempotency key, `message_id` its name in mail.

    Ids are those of our rows, for channels that end inside the product. `sent_at` is the instant that the plan
    lives in, which is simulated in a demo. `dates` are those that the text speaks of, by milestone. `secret` signs a
    copy for a webhook; `calendar` is an invite that goes with the message. Pieces are the text's and the HTML's
    lines once more, those that many readers have in common at even places, so that they need be encoded only once.
    """

    key: UUID
    message_id: str
    address: str
    name: str
    subject: str
    text: str
    html: str
    locale: str
    sent_at: datetime
    reply_to: str
    reply_to_name: str
    account_id: int
    plan_id: int
    notice_id: int
    touchpoint_id: int
    date_revision: int
    due_date: date
    dates: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: str = field(default="", repr=False)
    calendar: bytes | None = None
    text_pieces: tuple[str, ...] = ()
    html_pieces: tuple[str, ...] = ()
    coming: Coming | None = None


class Fault(StrEnum):
    """Whose fault a refusal is: the address's, the sender's set-up, or the message's.

    `recipient`: this one gets nothing, and nobody says that the address is wrong; it is written to again.
    """

    ADDRESS = "address"
    RECIPIENT = "recipient"
    CONFIGURATION = "configuration"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has taken the message over; `ref` is its own name for it."""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite and lasting no. `is_everybodys`: whoever is written to, until our own set-up is mended."""

    fault: Fault
    code: str = ""
    text: str = ""
    is_everybodys: bool = False


@dataclass(frozen=True, slots=True)
class Temporary:
    """A definite no for now: nothing was taken over. `is_everybodys`: the other side is away, whoever is written to."""

    code: str = ""
    text: str = ""
    retry_after_s: float | None = None
    is_everybodys: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody can say whether the message was taken over: it is never simply sent again."""

    text: str = ""


Answer = Accepted | Refused | Temporary | Ambiguous


class Found(StrEnum):
    """What a look-up by key says."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """The most that a channel can prove. Only from `delivered` on does it count as reached."""

    NONE = "none"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True)
class Unbelieved:
    """What came in was not from whom it says, or cannot be read; `reason` is for the log, never its content."""

    reason: str


class EventParser(Protocol):
    """What the other side tells later on of its own accord: `parse` of a folder's `provider_events.py`."""

    def __call__(self, provider: str, request: HttpRequest) -> tuple[ProviderEvent, ...] | Unbelieved: ...


class Outlet(Protocol):
    """A way out. It raises nothing, retries nothing, and never sleeps.

    `is_quiet_bound`: quiet hours and days off of the recipient defer it. `can_look_up`: `resolve` can answer.
    `key_window`: for how long the other side knows an idempotency key again; None: it knows none, `timedelta.max`: for
    ever. `max_bytes`: what it takes at once. `route`: by which way it leaves now, in at most 40 characters that give no
    secret away: another one knows nothing of keys that were given here. "": there is but one.
    """

    is_quiet_bound: bool
    can_look_up: bool
    proof: Proof
    max_bytes: int

    @property
    def key_window(self) -> timedelta | None: ...

    @property
    def route(self) -> str: ...

    def check_target(self, address: str) -> Verdict:
        """May anything be sent to that address at all?"""
        ...

    def send(self, payload: Payload, *, timeout_s: float) -> Answer: ...

    def resolve(self, key: UUID) -> Found: ...
