"""How are conversations browsed offline: which pages, and what stands on them?"""

from collections import Counter
from typing import IO

from portability.formats.contract import Directory, Drafts, Made, Unit, iso
from portability.formats.html_parts import head, link, text
from portability.rules import im
from portability.rules.kinds import ContentType
from portability.rules.records import Line, Record

PAGE_LIMIT = 2_000
UP = "../../../.."
FILE_NOTES = {
    im.BlobStatus.PRESENT: "in this package",
    im.BlobStatus.MISSING: "not in the source",
    im.BlobStatus.REFUSED: "refused",
}


class Pages:
    """`views/html/<kind>/<container>/<month>-<part>-<page>.html`, at most 2,000 records a page."""

    def __init__(self, unit: Unit, drafts: Drafts, directory: Directory) -> None:
        self._unit, self._drafts, self._directory = unit, drafts, directory
        self._made: list[Made] = []
        self._stream: IO[bytes] | None = None
        self._records = 0

    def add(self, line: Line) -> None:
        if self._stream is None or self._records == PAGE_LIMIT:
            self._end()
            self._stream = self._begin()
        self._stream.write(self._item(line).encode())
        self._records += 1

    def close(self) -> list[Made]:
        self._end()
        return self._made

    def _begin(self) -> IO[bytes]:
        unit, number = self._unit, len(self._made) + 1
        stream = self._drafts.begin()
        self._made.append(Made(f"views/html/{unit.stem}-{number}.html", stream, 0))
        place = self._directory.container(unit.container) or unit.kind.value
        title = f"{place}, {unit.month}" + (f", page {number}" if number > 1 else "")
        back = link(f"{UP}/index.html", "Index")
        opening = f'<!DOCTYPE html>\n<html lang="en">\n{head(title)}<body>\n<nav>{back}</nav>\n<h1>{text(title)}</h1>\n'
        stream.write(opening.encode())
        self._records = 0
        return stream

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.write(b"</body>\n</html>\n")
            last = self._made[-1]
            self._made[-1] = Made(last.path, last.content, self._records)
            self._stream = None

    def _item(self, line: Line) -> str:
        record, body = line.record, line.record.body
        kind = "system" if record.content_type is ContentType.SYSTEM else "said"
        return (
            f'<article class="{kind}" id="{text(record.id)}" data-hash="{line.hash}">\n'
            f"<header>{self._who(record)}</header>\n"
            f'<div class="text" dir="auto">{text(self._what(record))}</div>\n'
            f"{self._marks(body) if isinstance(body, im.Message) else ''}{self._files(record)}</article>\n"
        )

    def _who(self, record: Record) -> str:
        names = self._directory
        author = record.body.sender if isinstance(record.body, im.Message) else next(iter(record.persons), None)
        moment = f'<time datetime="{iso(record.at)}">{names.local(record.at)}</time>' if record.at is not None else ""
        return f"<strong>{text(names.person(author) or record.id)}</strong> {moment}"

    def _what(self, record: Record) -> str:
        body = record.body
        if isinstance(body, im.Person):
            parts = (body.display_name, body.email, body.phone, body.zone, " ".join(body.roles))
            return " · ".join(part for part in parts if part)
        if isinstance(body, im.Container):
            return " · ".join(part for part in (body.name, body.type, body.topic, body.purpose) if part)
        if isinstance(body, im.Happening):
            return " · ".join((body.action, *body.details))
        if isinstance(body, im.Attachment):
            return f"{body.title or body.name} ({body.mime}, {FILE_NOTES[body.status]})"
        return record.text or ""

    def _marks(self, body: im.Message) -> str:
        names = self._directory
        marks = [f":{emoji}: {number}" for emoji, number in Counter(each.emoji for each in body.reactions).items()]
        marks += [f"edited {names.local(each.at)} {names.person(each.by)}".strip() for each in body.edits]
        marks += [f"answers {body.reply_to}"] if body.reply_to else []
        marks += ["pinned"] if body.pinned else []
        marks += [f"deleted {names.local(body.deleted_at)}"] if body.deleted_at is not None else []
        marks += [f"{each.title or ''} {each.url or ''}".strip() for each in body.previews]
        items = "".join(f"<li>{text(mark)}</li>" for mark in marks)
        return f'<ul class="marks">{items}</ul>\n' if items else ""

    def _files(self, record: Record) -> str:
        files = (record, *self._directory.attachments.get(record.id, ()))
        items = [self._file(each.body) for each in files if isinstance(each.body, im.Attachment)]
        return f'<ul class="marks">{"".join(items)}</ul>\n' if items else ""

    def _file(self, body: im.Attachment) -> str:
        label = f"{body.name} ({FILE_NOTES[body.status]})"
        if body.sha256 is None:
            return f"<li>{text(label)}</li>"
        return f"<li>{link(f'{UP}/{file_path(body)}', label)}</li>"


def file_path(body: im.Attachment) -> str:
    """Where an attachment's bytes lie below `data/`; the ending is ours, the true name stands on the page."""
    sha256, ending = body.sha256 or "", body.name.rpartition(".")[2].lower()
    safe = ending if ending.isascii() and ending.isalnum() and len(ending) <= 8 and "." in body.name else "bin"
    return f"files/{sha256[:2]}/{sha256}.{safe}"
