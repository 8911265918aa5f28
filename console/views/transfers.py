"""How far is the content of each account on its way to the replacement?"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.files import table_file
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.shown import PAGE_SIZE, Pager, asked, pager
from console.views.transfer_files import transfer_tables
from console.views.transfer_words import reason_words
from lifecycle.api import words
from portability.api import Transfer, transfers
from portability.rules.transfer_status import TransferStatus

S = TransferStatus
_SAID = {
    S.DRAFT: ("unknown", gettext_lazy("opened")),
    S.MAPPED: ("caution", gettext_lazy("losses to accept")),
    S.REHEARSED: ("info", gettext_lazy("rehearsed")),
    S.PILOTED: ("info", gettext_lazy("piloted")),
    S.COPYING: ("info", gettext_lazy("being copied")),
    S.SYNCING: ("info", gettext_lazy("kept in step")),
    S.CUTTING_OVER: ("info", gettext_lazy("being switched over")),
    S.VERIFYING: ("info", gettext_lazy("to be verified")),
    S.COMPLETED: ("ok", gettext_lazy("completed")),
    S.PAUSED: ("caution", gettext_lazy("paused")),
    S.FAILED: ("blocked", gettext_lazy("failed")),
    S.ROLLED_BACK: ("unknown", gettext_lazy("rolled back")),
    S.CANCELLED: ("unknown", gettext_lazy("called off")),
}


@dataclass(frozen=True, slots=True)
class TransferRow:
    account: str
    target: str
    pill: Pill
    done: str
    total: str
    kept: str
    percent: int
    pace: str
    wrong: str
    note: str
    as_of: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    account: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeclineRow:
    account: str
    words: str
    when: str


@dataclass(frozen=True, slots=True)
class TransfersPage:
    plan_key: str
    module_name: str
    rows: tuple[TransferRow, ...]
    differences: tuple[DifferenceRow, ...]
    declines: tuple[DeclineRow, ...]
    pager: Pager


@require_safe
@staff_only
def plan_transfers(request: StaffRequest, key: str) -> HttpResponseBase:
    plan = plan_or_404(key)
    if written := table_file(asked(request.GET, "format"), transfer_tables(plan, timezone.now().date())):
        return written
    found = transfers.transfers_of(plan, after=asked(request.GET, "after"), limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    paces = transfers.paces_of(shown)
    page = TransfersPage(
        plan_key=plan.key,
        module_name=plan.module.name,
        rows=tuple(_row(each, paces[each.pk]) for each in shown),
        differences=tuple(
            DifferenceRow(each.account, f"{each.kind} {each.id}", reason_words(each.reason))
            for each in transfers.differences_of(shown)
        ),
        declines=tuple(
            DeclineRow(each.account.name, each.words, words.instant(each.declined_at))
            for each in transfers.declines_of(plan, limit=PAGE_SIZE)
        ),
        pager=pager(
            request.GET,
            shown=len(shown),
            next_cursor=shown[-1].account.key if len(found) > PAGE_SIZE else "",
            table="csv",
        ),
    )
    return render(request, "console/transfers.html", {"section": "portfolio", "page": page})


def _row(each: Transfer, pace: transfers.Pace) -> TransferRow:
    tone, word = _SAID[S(each.status)]
    if each.status == S.VERIFYING and each.verified_at:
        tone, word = "caution", gettext_lazy("differences found")
    parts = urlsplit(each.target)
    return TransferRow(
        account=each.account.name,
        target=parts.hostname or _("a folder"),
        pill=Pill(tone, str(word)),
        done=words.number(pace.written),
        total=words.number(pace.to_write),
        kept=words.number(pace.kept) if pace.kept else "",
        percent=pace.percent,
        pace=_pace(pace),
        wrong=words.number(pace.wrong),
        note=_note(each),
        as_of=words.instant(each.snapshot.taken_at if each.snapshot else None),
    )


def _pace(pace: transfers.Pace) -> str:
    """Nothing where nothing is left; a word where nobody can say."""
    if pace.resolved == pace.total or not pace.by_status:
        return ""
    if pace.rate is None or pace.left_s is None:
        return _("time left: unknown")
    low, high = (-(-seconds // 60) for seconds in pace.left_s)
    if low == high:
        return ngettext("up to %(high)s minute left", "up to %(high)s minutes left", high) % {"high": high}
    said = ngettext("%(low)s to %(high)s minute left", "%(low)s to %(high)s minutes left", high)
    return said % {"low": low, "high": high}


def _note(each: Transfer) -> str:
    if each.signed_by:
        return _("differences signed by %(name)s") % {"name": each.signed_by}
    return reason_words(each.reason) if each.status in {S.PAUSED, S.FAILED} else ""
