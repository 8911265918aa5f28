"""What did customers' own programs hear, and is one event passed on to them once more?"""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from console.forms.confirming import ReasonForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.files import table_file
from console.views.held_files import event_tables
from console.views.plan_accounts import Pill
from console.views.shown import Fact, asked
from lifecycle.api import words
from notifications.api import replays
from notifications.rules.copies import CopyStatus

STATUS = {
    CopyStatus.READY: ("info", gettext_lazy("waits")),
    CopyStatus.SENDING: ("info", gettext_lazy("on its way")),
    CopyStatus.SENT: ("ok", gettext_lazy("was taken")),
    CopyStatus.FAILED: ("blocked", gettext_lazy("was not taken")),
    CopyStatus.UNCERTAIN: ("caution", gettext_lazy("nobody knows")),
    CopyStatus.DROPPED: ("unknown", gettext_lazy("not passed on")),
}


@dataclass(frozen=True, slots=True)
class EventRow:
    uuid: str
    account: str
    account_key: str
    type: str
    pill: Pill
    detail: str
    tries: str
    created: str
    replay_url: str


@require_safe
@staff_only
def webhook_log(request: StaffRequest) -> HttpResponseBase:
    """Newest first; `?account=` shows those of one."""
    account = asked(request.GET, "account")[:64]
    if written := table_file(asked(request.GET, "format"), event_tables(account, timezone.now().date())):
        return written
    rows = tuple(_row(each) for each in replays.webhook_events(account_key=account))
    files = "?" + urlencode({"account": account, "format": "csv"})
    context = {"section": "health", "rows": rows, "account": account, "csv_url": files}
    return render(request, "console/webhook_events.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def replay_webhook(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The same bytes under the same id: a receiver that has them knows them again."""
    copy = replays.webhook_event(uuid)
    if copy is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        is_new = replays.replay_event(
            uuid=uuid, actor=actor_of(request), note=form.cleaned_data["reason"], now=timezone.now()
        )
        return _("It goes out once more.") if is_new else _("It is under way already.")

    row, log = _row(copy), reverse("console:webhook_log")
    page = ActPage(
        section="health",
        title=_("Pass an event on to %(account)s once more") % {"account": row.account},
        question=_("Did their program lose it? It gets the same bytes under the same id and knows them again."),
        submit=_("Pass it on once more"),
        back_url=log,
        crumbs=(
            Crumb(_("Health"), reverse("console:health")),
            Crumb(_("What customers' programs heard"), log),
            Crumb(row.account),
        ),
        facts=(
            Fact(_("Event"), f"{row.type} {row.uuid}"),
            Fact(_("To"), copy.endpoint.url if copy.endpoint else ""),
            Fact(_("Status"), " ".join(filter(None, (row.pill.word, row.detail)))),
            Fact(_("Times tried"), row.tries),
            Fact(_("Undo"), _("none: a message that was sent cannot be called back")),
        ),
    )
    return confirmed(request, page, form, act, before=replays.replay_verdict(copy, actor=actor_of(request)))


def _row(copy: replays.EventCopy) -> EventRow:
    tone, word = STATUS[CopyStatus(copy.status)]
    return EventRow(
        uuid=str(copy.uuid),
        account=copy.account.name if copy.account else "",
        account_key=copy.account.key if copy.account else "",
        type=copy.type,
        pill=Pill(tone, str(word)),
        detail=copy.detail,
        tries=words.number(copy.attempts),
        created=words.instant(copy.created_at),
        replay_url=reverse("console:replay_webhook", args=[copy.uuid]),
    )
