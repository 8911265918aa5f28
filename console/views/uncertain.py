"""Which messages does nobody know to have left, and what did a person find out?"""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from console.forms.confirming import MessageForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.files import csv_response
from console.views.shown import PAGE_SIZE, Fact, Pager, asked, offset, pager
from lifecycle.api import words
from lifecycle.rules import rights
from notifications.api import Delivery, settle_uncertain, uncertain_deliveries
from notifications.rules.notice_codes import NoticeCode

COLUMNS = ("delivery", "plan", "account", "address", "notice", "channel", "locale", "message_id", "told_at")


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    url: str
    address: str
    account: str
    notice: str
    plan_key: str
    plan_url: str
    message_id: str
    since: str


@dataclass(frozen=True, slots=True)
class UncertainPage:
    rows: tuple[DoubtfulRow, ...]
    pager: Pager


@require_safe
@staff_only
def uncertain(request: StaffRequest) -> HttpResponse:
    found = uncertain_deliveries()
    if request.GET.get("format") == "csv":
        return csv_response(f"uncertain-{timezone.now().date()}.csv", COLUMNS, map(_line, found))
    start = offset(asked(request.GET, "after"))
    shown = found[start : start + PAGE_SIZE]
    more = str(start + PAGE_SIZE) if len(found) > start + PAGE_SIZE else ""
    page = UncertainPage(
        rows=tuple(_row(each) for each in shown),
        pager=pager(request.GET, shown=len(shown), total=len(found), next_cursor=more, table="csv"),
    )
    return render(request, "console/uncertain.html", {"section": "uncertain", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def settle_message(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """It arrived, or it goes once more; nothing else sends it again."""
    found = next((each for each in uncertain_deliveries() if each.uuid == uuid), None)
    if found is None:
        raise Http404
    form = MessageForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        has_arrived = form.cleaned_data["outcome"] == "arrived"
        settle_uncertain(
            delivery_id=found.pk,
            arrived=has_arrived,
            actor=actor_of(request),
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
        return _("On record: it arrived.") if has_arrived else _("On record: it is sent once more.")

    row = _row(found)
    page = ActPage(
        section="uncertain",
        title=_("Did it arrive at %(account)s?") % {"account": row.account},
        question=_("Ask the recipient or look into the log of the mail server; the message is named there."),
        submit=_("Put it on record"),
        back_url=reverse("console:uncertain"),
        crumbs=(Crumb(_("Messages in doubt"), reverse("console:uncertain")), Crumb(row.account)),
        facts=(
            Fact(_("To"), row.address),
            Fact(_("Notice"), row.notice),
            Fact(_("Plan"), row.plan_key, row.plan_url),
            Fact(_("Message-ID"), row.message_id),
            Fact(_("Undo"), _("none: a message that was sent cannot be called back")),
        ),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.SETTLE_MESSAGE))


def _line(each: Delivery) -> tuple[object, ...]:
    said = each.touchpoint
    named = (each.uuid, said.plan.key, each.account.key, each.address, said.notice.code)
    return (*named, each.channel, each.locale, each.message_id, said.told_at)


def _row(delivery: Delivery) -> DoubtfulRow:
    plan = delivery.touchpoint.plan
    return DoubtfulRow(
        url=reverse("console:settle_message", args=[delivery.uuid]),
        address=delivery.address,
        account=delivery.account.name,
        notice=_(NoticeCode(delivery.touchpoint.notice.code).label),
        plan_key=plan.key,
        plan_url=reverse("console:plan", args=[plan.key]),
        message_id=delivery.message_id,
        since=words.instant(delivery.touchpoint.told_at),
    )
