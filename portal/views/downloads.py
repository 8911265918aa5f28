"""How do the bytes of a package reach the one who may have them, and were they the right ones?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lifecycle.api import Refused, sentence
from portability.api import confirm_download, hand_out, issue_ticket, redeem_ticket
from portability.rules.sums import sum_in
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


@require_POST
@customer
def confirm(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    """The customer says which SHA-256 sum the file has that arrived."""
    only_officers(visitor)
    found, said = export_or_404(visitor.account, uuid), request.POST.get("sha256", "")
    if confirm_download(export=found, sha256=said, actor=visitor.actor, now=visitor.now):
        messages.success(request, _("The file you hold is the one we made, byte for byte. That is on record now."))
    elif sum_in(said) is None:
        messages.error(request, _("That is no SHA-256 sum: it has 64 characters, 0 to 9 and a to f."))
    else:
        messages.error(
            request, _("The bytes differ: your file is not the one we made. Download it again and check it.")
        )
    return redirect("portal:export", uuid=uuid)
