"""For which account does a customer's request act, and how is it kept to that account's rows?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from lifecycle.api import Account, Membership, User, membership_of, portal_scope
from lifecycle.rules.actors import Actor, ActorKind

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, for whom, and when."""

    account: Account
    role: Membership.Role
    user: User
    now: datetime

    @property
    def actor(self) -> Actor:
        return Actor(kind=ActorKind.PERSON, name=self.user.name or self.user.email, person=str(self.user.uuid))

    @property
    def may_export(self) -> bool:
        """Others' data leaves only through the owner or the export officer (B5)."""
        return self.role in {Membership.Role.OWNER, Membership.Role.EXPORT_OFFICER}


def customer(
    view: Callable[Concatenate[HttpRequest, Visitor, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Everything runs in the account's own scope; a sign-in without an account finds nothing here."""

    @wraps(view)
    def scoped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        now = timezone.now()
        membership = membership_of(request, today=now.date())
        if membership is None:
            raise Http404
        visitor = Visitor(membership.account, Membership.Role(membership.role), request.user, now)
        with portal_scope(membership.account):
            response = view(request, visitor, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return scoped


def page(
    request: HttpRequest, visitor: Visitor, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """A whole page of the portal."""
    return render(request, template, {"account_name": visitor.account.name, **context}, status=status)
