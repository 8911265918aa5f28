"""Who may see the console, and as whom do they act?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from lifecycle.api import User
from lifecycle.rules.actors import Actor

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of which the sign-in is known to be staff."""

    user: User


def staff_only(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Customers' logins reach no console page; strangers are asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # the check above is the narrowing

    return guarded


def actor_of(request: StaffRequest) -> Actor:
    return request.user.actor
