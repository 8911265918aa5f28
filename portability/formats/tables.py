"""How do records lie in CSV: which columns, and what keeps a spreadsheet from calculating them (S9)?"""

import csv
import io
from dataclasses import fields

from lifecycle.rules.csv_guard import guard
from portability.formats.contract import Directory, Drafts, Made, Unit, iso
from portability.rules import im
from portability.rules.kinds import Kind
from portability.rules.records import BODIES, Line, Record

ENVELOPE = ("id", "time_utc", "time_local", "container_id", "container", "type", "text")
MESSAGE = (
    "sender_id", "sender", "subtype", "reply_to", "thread_root", "edited_utc", "edited_by", "deleted_utc", "reactions",
    "mentions", "previews", "pinned", "sha256",
)  # fmt: skip


def columns_of(kind: Kind) -> tuple[str, ...]:
    """The header of a kind's tables."""
    if kind is Kind.MESSAGE:
        return (*ENVELOPE, *MESSAGE)
    return (*ENVELOPE, "persons", *(f"{kind}_{field.name}" for field in fields(BODIES[kind])), "sha256")


class Table:
    """`views/csv/<kind>/<container>/<month>-<part>.csv`: UTF-8, rows end in a line feed, every cell guarded."""

    def __init__(self, unit: Unit, drafts: Drafts, directory: Directory) -> None:
        self._path, self._records, self._directory = f"views/csv/{unit.stem}.csv", 0, directory
        self._stream = io.TextIOWrapper(drafts.begin(), encoding="utf-8", newline="")
        self._rows = csv.writer(self._stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self._rows.writerow(columns_of(unit.kind))

    def add(self, line: Line) -> None:
        cells = (*self._envelope(line.record), *self._own(line.record), line.hash)
        self._rows.writerow([guard(cell) for cell in cells])
        self._records += 1

    def close(self) -> list[Made]:
        content = self._stream.detach()
        return [Made(self._path, content, self._records)] if self._records else []

    def _envelope(self, record: Record) -> tuple[str, ...]:
        names = self._directory
        return (
            record.id,
            iso(record.at),
            names.local(record.at),
            record.container or "",
            names.container(record.container),
            record.content_type or "",
            record.text or "",
        )

    def _own(self, record: Record) -> tuple[str, ...]:
        body = record.body
        if isinstance(body, im.Message):
            return self._message(body)
        return (" ".join(record.persons), *(_cell(getattr(body, field.name)) for field in fields(body)))

    def _message(self, body: im.Message) -> tuple[str, ...]:
        last = body.edits[-1] if body.edits else im.Edit()
        reactions = (f":{each.emoji}: {self._directory.person(each.person)}" for each in body.reactions)
        previews = (" ".join(part for part in (each.title, each.url) if part) for each in body.previews)
        return (
            body.sender or "",
            self._directory.person(body.sender),
            body.subtype or "",
            body.reply_to or "",
            body.thread_root or "",
            iso(last.at),
            self._directory.person(last.by),
            iso(body.deleted_at),
            "; ".join(reactions),
            " ".join(body.mentions),
            "; ".join(previews),
            _cell(body.pinned),
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(_cell(each) for each in value)
    return str(value)
