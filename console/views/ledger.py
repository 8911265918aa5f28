"""Which letter went to whom, and what became of it?"""

from dataclasses import dataclass

from django.http import Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.act import Crumb, plan_crumbs
from console.views.files import Table, table_file
from console.views.notice_words import DELIVERY_PILLS, HOLD_WORDS, LANGUAGE_NAMES, delivery_pill, moment_words
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.shown import PAGE_SIZE, Choice, Pager, asked, offset, pager
from lifecycle.api import words
from notifications.api import Delivery, ledger
from notifications.rules.notice_codes import Channel, NoticeCode

NAMES = ("status", "notice", "channel", "locale", "q")
COLUMNS = (
    *("delivery", "account", "address", "notice", "step", "channel", "locale", "round", "status", "hold_reason"),
    *("attempts", "not_before", "accepted_at", "message_id", "body_sha256", "detail", "within"),
)


@dataclass(frozen=True, slots=True)
class Select:
    name: str
    label: str
    every: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    account: str
    address: str
    notice: str
    moment: str
    channel: str
    language: str
    pill: Pill
    why: str
    attempts: str
    when: str
    message_id: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    key: str
    crumbs: tuple[Crumb, ...]
    selects: tuple[Select, ...]
    rows: tuple[LedgerRow, ...]
    q: str
    is_filtered: bool
    filter_words: str
    pager: Pager


@require_safe
@staff_only
def plan_ledger(request: StaffRequest, key: str) -> HttpResponseBase:
    plan = plan_or_404(key)
    wanted = {name: asked(request.GET, name) for name in NAMES}
    known = {"status": DELIVERY_PILLS, "notice": set(NoticeCode), "channel": set(Channel), "locale": LANGUAGE_NAMES}
    if any(wanted[name] and wanted[name] not in values for name, values in known.items()):
        raise Http404
    found = ledger(plan, wanted)
    tables = {"csv": lambda: Table(f"{plan.key}-ledger", COLUMNS, (_line(each) for each in found.iterator(2000)))}
    if written := table_file(request.GET.get("format", ""), tables):
        return written
    if request.GET.get("format") == "json":
        return JsonResponse([dict(zip(COLUMNS, _line(each), strict=True)) for each in found.iterator(2000)], safe=False)
    start = offset(asked(request.GET, "after"))
    rows = list(found[start : start + PAGE_SIZE + 1])
    more = str(start + PAGE_SIZE) if len(rows) > PAGE_SIZE else ""
    page = LedgerPage(
        key=plan.key,
        crumbs=plan_crumbs(plan, _("Ledger of letters")),
        selects=_selects(wanted),
        rows=tuple(_row(each) for each in rows[:PAGE_SIZE]),
        q=wanted["q"],
        is_filtered=any(wanted.values()),
        filter_words=" · ".join(filter(None, wanted.values())),
        pager=pager(
            request.GET, shown=min(len(rows), PAGE_SIZE), next_cursor=more, total=found.count(), has_files=True
        ),
    )
    return render(request, "console/ledger.html", {"section": "portfolio", "page": page})


def _selects(wanted: dict[str, str]) -> tuple[Select, ...]:
    statuses = {status.value: str(word) for status, (_tone, word) in DELIVERY_PILLS.items() if status != "claimed"}
    return (
        _select("status", _("Status"), _("Every status"), statuses, wanted),
        _select("notice", _("Notice"), _("Every notice"), {each.value: _(each.label) for each in NoticeCode}, wanted),
        _select("channel", _("Through"), _("Every way"), {each.value: _(each.label) for each in Channel}, wanted),
        _select("locale", _("Language"), _("Every language"), LANGUAGE_NAMES, wanted),
    )


def _select(name: str, label: str, every: str, known: dict[str, str], wanted: dict[str, str]) -> Select:
    choices = tuple(Choice(value, word, is_chosen=value == wanted[name]) for value, word in known.items())
    return Select(name, label, every, choices)


def _row(each: Delivery) -> LedgerRow:
    touchpoint = each.touchpoint
    return LedgerRow(
        account=each.account.name,
        address=each.address,
        notice=_(NoticeCode(touchpoint.notice.code).label),
        moment=moment_words(touchpoint.step.rpartition(".")[0]),
        channel=_(Channel(each.channel).label),
        language=LANGUAGE_NAMES.get(each.locale, each.locale),
        pill=delivery_pill(each.status),
        why=str(HOLD_WORDS.get(each.hold_reason, "")) or each.detail or _packed(each),
        attempts=words.number(each.tries),  # type: ignore[attr-defined]  # annotated by `ledger`
        when=words.instant(each.accepted_at or each.not_before),
        message_id=each.message_id,
    )


def _packed(each: Delivery) -> str:
    if each.carrier_id:
        return _("inside another letter to this mailbox")
    return _("holds other notices too") if each.carries else ""


def _line(each: Delivery) -> tuple[object, ...]:
    said = each.touchpoint
    tries: int = each.tries  # type: ignore[attr-defined]  # annotated by `ledger`
    return (
        *(each.uuid, each.account.key, each.address, said.notice.code, said.step, each.channel, each.locale),
        *(each.round, each.status, each.hold_reason, tries, each.not_before, each.accepted_at),
        *(each.message_id, each.body_sha, each.detail, each.within),  # type: ignore[attr-defined]  # annotated as well
    )
