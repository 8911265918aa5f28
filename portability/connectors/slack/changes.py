"""What happened to a message after it was sent, in logs that keep every event?"""

from dataclasses import dataclass, field

from portability.connectors.slack.names import stamp_ms
from portability.connectors.slack.reading import Fields, inner, text
from portability.rules import im

EVENTS = frozenset({"message_changed", "message_deleted"})


@dataclass(slots=True)
class Changes:
    """The edits of one message, the newest version of it, and its end."""

    newest: Fields = field(default_factory=dict)
    edits: list[im.Edit] = field(default_factory=list)
    deleted_at: int | None = None
    deleted_by: str | None = None
    file: str = ""
    line: int = 0


def target_of(fields: Fields) -> str | None:
    """The `ts` of the message that an event speaks of."""
    if text(fields, "subtype") == "message_deleted":
        return text(fields, "deleted_ts") or text(inner(fields, "previous_message"), "ts")
    return text(inner(fields, "message"), "ts")


def apply(changes: Changes, fields: Fields) -> None:
    """Take one event into account; events come in the order of the log."""
    before = inner(fields, "previous_message")
    at = stamp_ms(fields.get("ts"))
    if text(fields, "subtype") == "message_deleted":
        changes.deleted_at, changes.deleted_by = at, text(fields, "user")
        changes.newest = changes.newest or before
        return
    after = inner(fields, "message")
    edited = inner(after, "edited")
    if edited and text(before, "text") != text(after, "text"):
        by = text(edited, "user")
        changes.edits.append(im.Edit(at=stamp_ms(edited.get("ts")) or at, by=by, text=text(before, "text")))
    changes.newest = after
