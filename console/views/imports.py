"""What activity came in, and which rows were refused?"""

from dataclasses import dataclass
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import ActivityImport, import_called, recent_imports, rejected_rows, take_rejects
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.files import table_file
from console.views.import_files import import_tables
from console.views.plan_accounts import Pill
from console.views.shown import PAGE_SIZE, Pager, asked, pager
from lifecycle.api import words

SHOWN = 200
WITH_REJECTS = "rejects"


@dataclass(frozen=True, slots=True)
class ImportRow:
    name: str
    when: str
    pill: Pill
    message: str
    rows: str
    added: str
    repeated: str
    rejected: str
    rejects_url: str
    span: str


@dataclass(frozen=True, slots=True)
class RejectRow:
    place: str
    field: str
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class ImportsPage:
    rows: tuple[ImportRow, ...]
    is_filtered: bool
    pager: Pager


@require_safe
@staff_only
def imports(request: StaffRequest) -> HttpResponseBase:
    """Newest first, refused ones too; `show=rejects` leaves those alone that lost rows."""
    show = asked(request.GET, "show")
    if show not in {"", WITH_REJECTS}:
        raise Http404
    only = show == WITH_REJECTS
    if written := table_file(request.GET.get("format", ""), import_tables(timezone.now().date(), with_rejects=only)):
        return written
    after = asked(request.GET, "after")
    before_id = int(after) if after.isdecimal() and after.isascii() and len(after) < 19 else None
    found = recent_imports(limit=PAGE_SIZE + 1, before_id=before_id, with_rejects=only)
    shown = found[:PAGE_SIZE]
    more = str(shown[-1].pk) if len(found) > PAGE_SIZE else ""
    page = ImportsPage(
        rows=tuple(_row(each) for each in shown),
        is_filtered=only,
        pager=pager(request.GET, shown=len(shown), next_cursor=more, table="imports.csv"),
    )
    return render(request, "console/imports.html", {"section": "imports", "page": page})


def _row(each: ActivityImport) -> ImportRow:
    span = (
        f"{words.day(each.first_at.date())} – {words.day(each.last_at.date())}"
        if each.first_at and each.last_at
        else ""
    )
    return ImportRow(
        name=each.name,
        when=words.instant(each.created_at),
        pill=Pill("ok", _("imported")) if each.status == "imported" else Pill("blocked", _("refused")),
        message=each.message,
        rows=words.number(each.rows),
        added=words.number(each.added),
        repeated=words.number(each.repeated),
        rejected=words.number(each.rejected),
        rejects_url=reverse("console:rejects", args=[each.uuid]) if each.rejected else "",
        span=span,
    )


@require_safe
@staff_only
def rejects(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Each refused row with its place and reason; the good rows of the file were kept."""
    found = import_called(import_uuid=uuid)
    if found is None:
        raise Http404
    rows = tuple(
        RejectRow(
            place=f"{row.get('file', '')}:{row.get('line', '')}",
            field=str(row.get("field", "")),
            reason=str(row.get("reason", "")),
            raw=str(row.get("raw", "")),
        )
        for row in rejected_rows(import_uuid=uuid, limit=SHOWN)
    )
    context = {
        "section": "imports",
        "name": found.name,
        "rejected": words.number(found.rejected),
        "rows": rows,
        "file_url": reverse("console:rejects_file", args=[uuid]),
    }
    return render(request, "console/rejects.html", context)


@require_safe
@staff_only
def rejects_as_file(request: StaffRequest, uuid: UUID) -> FileResponse:
    """All of them, one JSON object a line, as the import wrote them."""
    path = take_rejects(import_uuid=uuid, actor=actor_of(request), now=timezone.now())
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"rejects-{uuid}.jsonl", content_type="application/x-ndjson"
    )
