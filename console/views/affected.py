"""Who is affected by a plan, by name, and how far is each?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urlencode

from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import affected_read_at
from console.views.access import StaffRequest, staff_only
from console.views.act import Crumb, plan_crumbs
from console.views.affected_chart import DAY_COLUMNS, affected_chart, day_rows
from console.views.affected_rows import (
    AccountRow,
    SubjectRow,
    account_row,
    kind_choices,
    status_choices,
    subject_row,
    tally_figures,
)
from console.views.files import MARK, Table, csv_response, streamed, table_file
from console.views.plan import plan_or_404
from console.views.shown import PAGE_SIZE, Choice, Figure, Pager, ShownAge, asked, offset, pager, shown_age
from console.views.usage_chart import Chart
from lifecycle.api import (
    SunsetPlan,
    account_standings,
    affected,
    affected_csv,
    affected_days,
    affected_rows,
    every_standing,
    tally_as_json,
)
from lifecycle.rules.affected_list import Wanted

MOST_ACCOUNTS = 20
ACCOUNT_COLUMNS = ("account", "name", "status", "subjects", "left", "last_at")
FRESH_FOR = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class AffectedPage:
    key: str
    module_key: str
    crumbs: tuple[Crumb, ...]
    figures: tuple[Figure, ...]
    age: ShownAge
    chart: Chart | None
    rows: tuple[SubjectRow, ...]
    accounts: tuple[AccountRow, ...]
    accounts_url: str
    dormant: tuple[str, ...]
    statuses: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    account: str
    is_filtered: bool
    is_empty: bool
    pager: Pager


@require_safe
@staff_only
def plan_affected(request: StaffRequest, key: str) -> HttpResponseBase:
    plan, now = plan_or_404(key), timezone.now()
    wanted = Wanted(*(asked(request.GET, name) for name in ("status", "account", "kind")))
    if not wanted.is_possible:
        raise Http404
    if written := _file(plan, wanted, request.GET.get("format", ""), now=now):
        return written
    page = _page(request, plan, wanted, now=now)
    return render(request, "console/affected.html", {"section": "portfolio", "page": page})


def _page(request: StaffRequest, plan: SunsetPlan, wanted: Wanted, *, now: datetime) -> AffectedPage:
    start, everybody = offset(request.GET.get("after", "")), affected.tally(plan, now=now)
    is_filtered = wanted != Wanted()
    found = list(affected.subjects(plan, wanted=wanted, now=now)[start : start + PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    total = affected.tally(plan, now=now, wanted=wanted).total if is_filtered else everybody.total
    standings = account_standings(plan, now=now, wanted=wanted, limit=MOST_ACCOUNTS)
    return AffectedPage(
        key=plan.key,
        module_key=plan.module.key,
        crumbs=plan_crumbs(plan, _("Who is affected")),
        figures=tally_figures(everybody),
        age=shown_age(affected_read_at(plan), source="", fresh_for=FRESH_FOR, now=now),
        chart=affected_chart(affected_days(plan), csv_url="?format=days.csv"),
        rows=tuple(subject_row(row, plan) for row in shown),
        accounts=tuple(account_row(each, reverse("console:affected", args=[plan.key])) for each in standings),
        accounts_url="?" + urlencode({**asdict(wanted), "format": "accounts.csv"}),
        dormant=affected.dormant_integrations(plan),
        statuses=status_choices(wanted.status),
        kinds=kind_choices(wanted.kind),
        account=wanted.account,
        is_filtered=is_filtered,
        is_empty=not everybody.total,
        pager=pager(
            request.GET,
            shown=len(shown),
            total=total,
            next_cursor=str(start + PAGE_SIZE) if len(found) > PAGE_SIZE else "",
            has_files=True,
        ),
    )


def _file(plan: SunsetPlan, wanted: Wanted, form: str, *, now: datetime) -> HttpResponseBase | None:
    """The whole list behind the filter, row by row, or the days of the chart; None for anything else."""
    if form == "csv":
        lines = (f"{line}\r\n" for line in affected_csv(plan, wanted=wanted, now=now))
        return streamed(f"{plan.key}-affected.csv", chain([MARK], lines))
    if form == "json":
        counts = tally_as_json(affected.tally(plan, now=now, wanted=wanted))
        rows = affected_rows(plan, wanted=wanted, now=now)
        return StreamingHttpResponse(_as_json(plan.key, counts, rows), content_type="application/json")
    if form == "accounts.csv":
        return table_file(form, {form: lambda: _accounts(plan, wanted, now=now)})
    if form == "days.csv":
        return csv_response(f"{plan.key}-affected-days.csv", DAY_COLUMNS, day_rows(affected_days(plan)))
    return None


def _accounts(plan: SunsetPlan, wanted: Wanted, *, now: datetime) -> Table:
    standings = every_standing(plan, now=now, wanted=wanted)
    rows = ([getattr(each, column) for column in ACCOUNT_COLUMNS] for each in standings)
    return Table(f"{plan.key}-affected-accounts-{now.date()}", ACCOUNT_COLUMNS, rows)


def _as_json(key: str, counts: Mapping[str, int], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """One object, written as it is read: the list may be longer than memory."""
    yield f'{{"plan": {json.dumps(key)}, "counts": {json.dumps(counts)}, "subjects": ['
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{json.dumps(row)}"
    yield "\n]}\n"
