"""How does an owner of the account let a program of theirs hear of changes?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lifecycle.api import Refused, ring, sentence
from notifications.api import webhooks
from portal.views.access import Visitor, customer
from portal.views.hearing import hearing_page


@require_POST
@customer
def new_webhook(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The secret is shown once, on the page that answers."""
    _owner_only(visitor)
    url = request.POST.get("url", "").strip()[:500]
    try:
        _row, secret = webhooks.add_webhook(account=visitor.account, url=url, user=visitor.user, now=visitor.now)
    except Refused as refusal:
        said = {"hook_errors": [sentence(each) for each in refusal.verdict.blockers], "hook_url": url}
        return hearing_page(request, visitor, said, status=422)
    return hearing_page(request, visitor, {"new_secret": secret})


@require_POST
@customer
def renew_secret(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    _owner_only(visitor)
    secret = webhooks.renew_webhook_secret(account=visitor.account, uuid=uuid, user=visitor.user, now=visitor.now)
    if secret is None:
        raise Http404
    return hearing_page(request, visitor, {"new_secret": secret})


@require_POST
@customer
def stop_webhook(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    _owner_only(visitor)
    if not webhooks.stop_webhook(account=visitor.account, uuid=uuid, user=visitor.user, now=visitor.now):
        raise Http404
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("portal:hearing")


@require_POST
@customer
def try_webhook(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    _owner_only(visitor)
    if not webhooks.try_webhook(account=visitor.account, uuid=uuid, now=visitor.now):
        raise Http404
    ring("notifications.pass_on")
    messages.success(request, _("A test event is on its way; its outcome appears in the list below."))
    return redirect("portal:hearing")


def _owner_only(visitor: Visitor) -> None:
    """For everybody else of the account these addresses are not there."""
    if visitor.role != visitor.role.OWNER:
        raise Http404
