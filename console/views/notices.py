"""What is said to whom, when, through what, in which language, and who stands behind it?"""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import Crumb, plan_crumbs
from console.views.files import table_file
from console.views.mailings import MailingRow, mailing_rows
from console.views.notice_files import notice_tables
from console.views.notice_words import LANGUAGE_NAMES, moment_words, standing_note, standing_pill
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.shown import asked
from console.views.signatures import refused
from lifecycle.api import Refused, SunsetPlan, words
from lifecycle.rules.tiers import Tier
from notifications.api import LANGUAGES, Planned, Standing, ask_approval, asks_approval, planned_contacts, standings
from notifications.rules.notice_codes import Channel, NoticeCode


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """`cells` are how many contacts under which column, first by tier, then by language; "" where there is none."""

    moment: str
    channel: str
    day: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    code: str
    label: str
    url: str
    pill: Pill
    note: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    key: str
    crumbs: tuple[Crumb, ...]
    groups: tuple[NoticeGroup, ...]
    columns: tuple[str, ...]
    mailings: tuple[MailingRow, ...]
    open_codes: tuple[str, ...]
    waiting: int
    is_asked: bool


@require_safe
@staff_only
def notices(request: StaffRequest, key: str) -> HttpResponseBase:
    plan = plan_or_404(key)
    if written := table_file(asked(request.GET, "format"), notice_tables(plan, timezone.now().date())):
        return written
    found, is_asked = standings(plan), asks_approval(plan)
    planned = {code: list(rows) for code, rows in groupby(sorted(planned_contacts(plan), key=_code), key=_code)}
    page = NoticesPage(
        key=plan.key,
        crumbs=plan_crumbs(plan, _("Notices")),
        groups=tuple(_group(plan, each, planned.get(each.code, []), is_asked=is_asked) for each in found),
        columns=_columns(),
        mailings=mailing_rows(plan),
        open_codes=tuple(each.code for each in found if not each.verdict and each.request is None),
        waiting=sum(each.request is not None for each in found),
        is_asked=is_asked,
    )
    return render(request, "console/notices.html", {"section": "portfolio", "page": page})


@require_POST
@staff_only
def ask(request: StaffRequest, key: str) -> HttpResponse:
    """For everything that nobody has approved, or for one notice."""
    plan = plan_or_404(key)
    known = set(NoticeCode)
    codes = [NoticeCode(each) for each in request.POST.getlist("code") if each in known]
    if not codes:
        return redirect("console:notices", key=plan.key)
    try:
        ask_approval(plan=plan, codes=codes, actor=actor_of(request), now=timezone.now())
    except Refused as refusal:
        return refused(request, refusal, plan)
    messages.success(request, _("Asked: a second person reads and approves it."))
    return redirect("console:notices", key=plan.key)


def _code(row: Planned) -> str:
    return row.notice


def _group(plan: SunsetPlan, found: Standing, planned: list[Planned], *, is_asked: bool) -> NoticeGroup:
    by_step: dict[tuple[str, str], list[Planned]] = {}
    for each in planned:
        by_step.setdefault((each.moment, each.channel), []).append(each)
    rows = sorted(by_step.items(), key=lambda pair: (min(each.first_day for each in pair[1]), pair[0]))
    return NoticeGroup(
        code=found.code,
        label=_(found.code.label),
        url=reverse("console:notice", args=[plan.key, found.code]),
        pill=standing_pill(found, is_asked=is_asked),
        note=standing_note(found),
        rows=tuple(_row(moment, channel, same) for (moment, channel), same in rows),
    )


def _row(moment: str, channel: str, same: list[Planned]) -> MatrixRow:
    by_tier = [sum(each.contacts for each in same if each.tier == tier) for tier in Tier]
    by_language = [sum(each.contacts for each in same if each.language == language) for language in LANGUAGES]
    return MatrixRow(
        moment=moment_words(moment),
        channel=_(Channel(channel).label),
        day=words.day(min(each.first_day for each in same)),
        cells=tuple(
            (name, words.number(count) if count else "")
            for name, count in zip(_columns(), (*by_tier, *by_language), strict=True)
        ),
    )


def _columns() -> tuple[str, ...]:
    return (*(_(tier.label) for tier in Tier), *(LANGUAGE_NAMES[each] for each in LANGUAGES))
