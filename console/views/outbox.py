"""Which messages would have left this machine?"""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.shown import PAGE_SIZE, Pager, pager

SHOWN_LIMIT = 200_000


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
    total: int
    is_on: bool
    pager: Pager


@require_safe
@staff_only
def outbox(request: StaffRequest) -> HttpResponse:
    """Newest first, by file name."""
    names = sorted((path.name for path in _folder().glob("*.eml")), reverse=True) if _folder().is_dir() else []
    after = request.GET.get("after", "")
    rest = [name for name in names if not after or name < after]
    shown = rest[:PAGE_SIZE]
    page = OutboxPage(
        messages=tuple(_head(name) for name in shown),
        total=len(names),
        is_on=_folder().is_dir(),
        pager=pager(
            request.GET, shown=len(shown), total=len(names), next_cursor=shown[-1] if len(rest) > PAGE_SIZE else ""
        ),
    )
    return render(request, "console/outbox.html", {"section": "outbox", "page": page})


@require_safe
@staff_only
def outbox_message(request: StaffRequest, name: str) -> HttpResponse:
    path = _folder() / name
    if path.name != name or path.suffix != ".eml" or not path.is_file():
        raise Http404
    parsed = _parsed(path)
    plain = parsed.get_body(preferencelist=("plain",))
    context = {
        "section": "outbox",
        "message": _head(name),
        "text": plain.get_content()[:SHOWN_LIMIT] if plain else "",
        "has_html": parsed.get_body(preferencelist=("html",)) is not None,
        "attachments": [part.get_filename() or part.get_content_type() for part in parsed.iter_attachments()],
        "headers": [(key, value) for key, value in parsed.items() if key.lower() not in {"subject", "to", "from"}],
    }
    return render(request, "console/outbox_message.html", context)


def _folder() -> Path:
    return Path(settings.OUTBOX_DIR)


def _parsed(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesParser(EmailMessage, policy=policy.default).parse(file)


def _head(name: str) -> Message:
    parsed = _parsed(_folder() / name)
    return Message(
        name=name,
        subject=str(parsed["subject"] or ""),
        to=str(parsed["to"] or ""),
        sender=str(parsed["from"] or ""),
        date=str(parsed["date"] or ""),
        language=str(parsed["content-language"] or ""),
    )
