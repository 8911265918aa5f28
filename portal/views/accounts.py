"""On behalf of which of their accounts does a person go on?"""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from lifecycle.api import User, memberships_of


@require_POST
def choose_account(request: HttpRequest) -> HttpResponse:
    """Only among their own: another's account and one that is not there look alike."""
    if not isinstance(request.user, User):
        return redirect_to_login("/portal/")
    wanted = request.POST.get("account", "")
    if wanted not in {each.account.key for each in memberships_of(request, today=timezone.now().date())}:
        raise Http404
    request.session["account"] = wanted
    return redirect("portal:overview")
