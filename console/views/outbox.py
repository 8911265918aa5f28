"""Which messages would have left this machine?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.shown import PAGE_SIZE, Pager, pager
from lifecycle.api import User, words
from lifecycle.rules.actors import Role

SHOWN_LIMIT = 200_000
LINE_BETWEEN = b"\n" + b"-" * 79 + b"\n"
NAME = re.compile(r"(\d{8}-\d{6}-\d+)-\d{4}\Z")


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    subject: str
    to: str
    sender: str
    date: str
    language: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    messages: tuple[Message, ...]
    pager: Pager


@require_safe
@staff_only
def outbox(request: StaffRequest) -> HttpResponse:
    """Newest first; a page of messages is read, however many lie there."""
    _not_in_production()
    kept = _messages(before=request.GET.get("after", ""))
    found = list(islice((each for each in kept if _may_read(request.user, each[1])), PAGE_SIZE + 1))
    shown = tuple(_head(name, parsed) for name, parsed in found[:PAGE_SIZE])
    page = OutboxPage(
        messages=shown,
        pager=pager(request.GET, shown=len(shown), next_cursor=shown[-1].name if len(found) > PAGE_SIZE else ""),
    )
    return render(request, "console/outbox.html", {"section": "outbox", "page": page})


@require_safe
@staff_only
def outbox_message(request: StaffRequest, name: str) -> HttpResponse:
    _not_in_production()
    found = NAME.match(name)
    path = _folder() / f"{found[1]}.log" if found else None
    if found is None or path is None or not path.is_file():
        raise Http404
    kept = dict(_split(path))
    if name not in kept or not _may_read(request.user, kept[name]):
        raise Http404
    parsed = kept[name]
    plain = parsed.get_body(preferencelist=("plain",))
    context = {
        "section": "outbox",
        "message": _head(name, parsed),
        "text": plain.get_content()[:SHOWN_LIMIT] if plain else "",
        "has_html": parsed.get_body(preferencelist=("html",)) is not None,
        "attachments": [part.get_filename() or part.get_content_type() for part in parsed.iter_attachments()],
        "headers": [(key, value) for key, value in parsed.items() if key.lower() not in {"subject", "to", "from"}],
    }
    return render(request, "console/outbox_message.html", context)


def _not_in_production() -> None:
    if settings.ENVIRONMENT == "production":
        raise Http404


def _may_read(user: User, parsed: EmailMessage) -> bool:
    """Notices say that a machine sent them. Whatever does not may hold a sign-in code, which is its reader's login."""
    return "Auto-Submitted" in parsed or user.role == Role.OPERATOR


def _folder() -> Path:
    return Path(settings.OUTBOX_DIR)


def _messages(*, before: str) -> Iterator[tuple[str, EmailMessage]]:
    """Names grow with time: a file per connection, numbered messages inside."""
    for path in sorted(_folder().glob("*.log"), reverse=True):
        if before and path.stem > before.rpartition("-")[0]:
            continue
        for name, parsed in reversed(_split(path)):
            if not before or name < before:
                yield name, parsed


def _split(path: Path) -> list[tuple[str, EmailMessage]]:
    """The messages of one file, as Django's file backend writes them."""
    parts = [part for part in path.read_bytes().split(LINE_BETWEEN) if part.strip()]
    parser = BytesParser(EmailMessage, policy=policy.default)
    return [(f"{path.stem}-{number:04}", parser.parsebytes(part.lstrip())) for number, part in enumerate(parts)]


def _head(name: str, parsed: EmailMessage) -> Message:
    return Message(
        name=name,
        subject=str(parsed["subject"] or ""),
        to=str(parsed["to"] or ""),
        sender=str(parsed["from"] or ""),
        date=_when(parsed),
        language=str(parsed["content-language"] or ""),
    )


def _when(parsed: EmailMessage) -> str:
    """As the reader's clock shows it; a date that cannot be read stands as it came."""
    try:
        return words.instant(parsedate_to_datetime(str(parsed["date"])))
    except ValueError:
        return str(parsed["date"] or "")
