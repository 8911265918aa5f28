"""What does every channel take, and what may it answer?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Payload:
    """One message to one address, rendered. `key` is the idempotency key, `message_id` its name in mail.

    Ids are those of our rows, for channels that end inside the product. `sent_at` is the instant that the plan
    lives in, which is simulated in a demo. `dates` are those that the text speaks of, by milestone.
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


class Fault(StrEnum):
    """Whose fault a refusal is: the address's, the sender's set-up, or the message's."""

    ADDRESS = "address"
    CONFIGURATION = "configuration"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has taken the message over; `ref` is its own name for it."""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite and lasting no."""

    fault: Fault
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Temporary:
    """A definite no for now: nothing was taken over."""

    code: str = ""
    text: str = ""
    retry_after_s: float | None = None


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


class Outlet(Protocol):
    """A way out. It raises nothing, retries nothing, and never sleeps.

    `is_quiet_bound`: quiet hours and days off of the recipient defer it. `can_look_up`: `resolve` can answer.
    """

    is_quiet_bound: bool
    can_look_up: bool

    def send(self, payload: Payload, *, timeout_s: float) -> Answer: ...

    def resolve(self, key: UUID) -> Found: ...
