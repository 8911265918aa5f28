"""How do we hear of what changes: by mail, in a calendar, in a program of ours?"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lifecycle.api import User, words
from notifications.api import calendar_feeds, reminders, webhooks
from portal.views.access import Visitor, customer, page


@dataclass(frozen=True, slots=True)
class FeedRow:
    uuid: str
    since: str
    by: str


@dataclass(frozen=True, slots=True)
class WebhookRow:
    uuid: str
    url: str
    status: str
    since: str
    reason: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    at: str
    type: str
    status: str
    attempts: int
    detail: str


@require_safe
def hearing(request: HttpRequest) -> HttpResponseBase:
    """A person's own wishes are read before the account's scope begins: they hold for all their accounts."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    return _hearing(request, has_stopped=reminders.has_stopped(address=request.user.email))


@customer
def _hearing(request: HttpRequest, visitor: Visitor, *, has_stopped: bool) -> HttpResponse:
    return hearing_page(request, visitor, {"has_stopped": has_stopped})


@require_POST
def choose_reminders(request: HttpRequest) -> HttpResponseBase:
    """Ends or resumes what is optional, and nothing else."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    wanted = request.POST.get("reminders") == "yes"
    reminders.choose_reminders(user=request.user, wanted=wanted, now=timezone.now())
    messages.success(request, _("Reminders come by mail.") if wanted else _("No reminders come by mail any more."))
    return redirect("portal:hearing")


def hearing_page(
    request: HttpRequest, visitor: Visitor, shown_once: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """`shown_once` holds what only this answer shows, such as a new secret."""
    context = {
        "section": "hearing",
        "feeds": [
            FeedRow(str(each.uuid), words.instant(each.created_at), each.created_by)
            for each in calendar_feeds.calendar_feeds(visitor.account)
        ],
        "may_manage": visitor.role == visitor.role.OWNER,
        "hooks": _hooks(visitor),
        "events": _events(visitor),
        "has_stopped": None,  # a person's own wish, shown where the page was asked for
    }
    return page(request, visitor, "portal/hearing.html", {**context, **shown_once}, status=status)


def _hooks(visitor: Visitor) -> list[WebhookRow]:
    if visitor.role != visitor.role.OWNER:
        return []
    return [
        WebhookRow(
            str(each.uuid), each.url, each.status, words.instant(each.created_at), each.reason, each.status == "active"
        )
        for each in webhooks.webhooks_of(visitor.account)
    ]


def _events(visitor: Visitor) -> list[EventRow]:
    if visitor.role != visitor.role.OWNER:
        return []
    return [
        EventRow(words.instant(each.created_at), each.type, each.status, each.attempts, each.detail)
        for each in webhooks.webhook_log(visitor.account)
    ]
