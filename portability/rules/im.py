"""What do the records of a messenger hold beyond the envelope (profile im/1)?"""

from dataclasses import dataclass
from enum import StrEnum

PROFILE = "im/1"


class BlobStatus(StrEnum):
    """Whether an attachment's bytes came along."""

    PRESENT = "present"
    MISSING = "missing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reaction:
    """Who answered with which emoji; most sources do not say when (`at` in ms UTC)."""

    emoji: str
    person: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a message: when (ms UTC), by whom, and the text as it was before."""

    at: int | None = None
    by: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A card which the source drew below a message, for instance of a linked page."""

    title: str | None = None
    url: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """A workspace, department or team."""

    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote or was named. `known` is False for a sender whom the source does not list."""

    name: str
    display_name: str | None = None
    email: str | None = None
    phone: str | None = None
    zone: str | None = None
    roles: tuple[str, ...] = ()
    known: bool = True
    is_bot: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Container:
    """A channel, group or direct conversation."""

    name: str
    type: str = "channel"
    topic: str | None = None
    purpose: str | None = None
    created_at: int | None = None
    creator: str | None = None
    is_archived: bool = False
    known: bool = True
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belongs to a container, from when to when (ms UTC) where the source says so."""

    role: str = "member"
    from_at: int | None = None
    to_at: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said, with all that happened to it afterwards."""

    sender: str | None = None
    subtype: str | None = None
    reply_to: str | None = None
    thread_root: str | None = None
    edits: tuple[Edit, ...] = ()
    deleted_at: int | None = None
    deleted_by: str | None = None
    reactions: tuple[Reaction, ...] = ()
    mentions: tuple[str, ...] = ()
    previews: tuple[Preview, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a message; `why` explains missing bytes."""

    message: str
    name: str
    status: BlobStatus
    mime: str = "application/octet-stream"
    title: str | None = None
    size: int | None = None
    sha256: str | None = None
    why: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done to the workspace, such as an integration added."""

    action: str
    actor: str | None = None
    details: tuple[str, ...] = ()


Body = OrgUnit | Person | Container | Membership | Message | Attachment | Happening
