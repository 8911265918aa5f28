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

from analytics.api import recent_imports, rejected_rows, take_rejects
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.files import table_file
from console.views.import_files import import_tables
from console.views.plan_accounts import Pill
from lifecycle.api import words

SHOWN = 200


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


@require_safe
@staff_only
def imports(request: StaffRequest) -> HttpResponseBase:
    """Newest first, refused ones too."""
    if written := table_file(request.GET.get("format", ""), import_tables(timezone.now().date())):
        return written
    rows = tuple(
        ImportRow(
            name=each.name,
            when=words.instant(each.created_at),
            pill=Pill("ok", _("imported")) if each.status == "imported" else Pill("blocked", _("refused")),
            message=each.message,
            rows=words.number(each.rows),
            added=words.number(each.added),
            repeated=words.number(each.repeated),
            rejected=words.number(each.rejected),
            rejects_url=reverse("console:rejects", args=[each.uuid]) if each.rejected else "",
            span=f"{words.day(each.first_at.date())} – {words.day(each.last_at.date())}"
            if each.first_at and each.last_at
            else "",
        )
        for each in recent_imports(limit=SHOWN)
    )
    return render(request, "console/imports.html", {"section": "imports", "imports": rows})


@require_safe
@staff_only
def rejects(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Each refused row with its place and reason; the good rows of the file were kept."""
    found = next((each for each in recent_imports(limit=10_000) if each.uuid == uuid), None)
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
