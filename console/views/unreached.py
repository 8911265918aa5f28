"""Who was not truly reached, why, and what comes next?"""

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.act import Crumb, plan_crumbs
from console.views.files import csv_response
from console.views.plan import plan_or_404
from console.views.shown import PAGE_SIZE, Figure, Pager, asked, figure, offset, pager
from console.views.unreached_rows import UnreachedRow, unreached_row
from lifecycle.rules.tiers import Tier
from notifications.api import Unreached, unreached
from notifications.rules.statuses import ObligationStatus

HEAD = ("account", "notice", "status", "why", "due_date", "floor_date", "late_on", "last_channel", "last_status")
COLUMNS = (*HEAD, "last_at", "next_step", "next_on", "owner")


@dataclass(frozen=True, slots=True)
class UnreachedPage:
    key: str
    crumbs: tuple[Crumb, ...]
    figures: tuple[Figure, ...]
    rows: tuple[UnreachedRow, ...]
    pager: Pager


@require_safe
@staff_only
def plan_unreached(request: StaffRequest, key: str) -> HttpResponse:
    """Worked out as it is asked for: nothing here is a copy."""
    plan, now = plan_or_404(key), timezone.now()
    found = unreached(plan, now=now)
    if request.GET.get("format") == "csv":
        return csv_response(
            f"{key}-unreached.csv", COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in found)
        )
    if request.GET.get("format") == "json":
        return JsonResponse({"plan": key, "as_of": now.isoformat(), "unreached": [row.as_json() for row in found]})
    start = offset(asked(request.GET, "after"))
    shown = found[start : start + PAGE_SIZE]
    page = UnreachedPage(
        key=key,
        crumbs=plan_crumbs(plan, _("Not reached")),
        figures=_figures(found),
        rows=tuple(unreached_row(row) for row in shown),
        pager=pager(
            request.GET,
            shown=len(shown),
            total=len(found),
            next_cursor=str(start + PAGE_SIZE) if len(found) > start + PAGE_SIZE else "",
            has_files=True,
        ),
    )
    return render(request, "console/unreached.html", {"section": "portfolio", "page": page})


def _figures(found: tuple[Unreached, ...]) -> tuple[Figure, ...]:
    accounts = {row.account for row in found}
    keys = {row.account for row in found if row.tier is Tier.KEY}
    late = {row.account for row in found if row.status is ObligationStatus.BREACHED}
    return (
        figure(_("Accounts not truly reached"), len(accounts)),
        figure(_("Key accounts among them"), len(keys)),
        figure(_("Too late: these shut the gate"), len(late)),
    )
