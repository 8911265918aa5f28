"""How do the bytes of a package reach the one who may have them?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lifecycle.api import Refused, sentence
from portability.api import hand_out, issue_ticket, redeem_ticket
from portal.views.access import Visitor, customer
from portal.views.exports import export_or_404, only_officers


@require_POST
@customer
def ticket(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    """A short-lived one-use ticket starts a download; a resume takes a new one for the same file."""
    only_officers(visitor)
    found = export_or_404(visitor.account, uuid)
    try:
        secret = issue_ticket(export=found, actor=visitor.actor, now=visitor.now)
    except Refused as refusal:
        messages.error(request, " ".join(sentence(each) for each in refusal.verdict.blockers))
        return redirect("portal:export", uuid=uuid)
    return redirect("portal:download", uuid=uuid, secret=secret)


@require_safe
@customer
def download(request: HttpRequest, visitor: Visitor, uuid: UUID, secret: str) -> HttpResponseBase:
    only_officers(visitor)
    found = redeem_ticket(secret=secret, account=visitor.account, actor=visitor.actor, now=visitor.now)
    if found is None or found.uuid != uuid:
        raise Http404
    return hand_out(request, secret=secret, export=found, actor=visitor.actor, clock=timezone.now)
