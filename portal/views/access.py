"""For which account does a customer's request act, and how is it kept to that account's rows?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from analytics.api import AccountUsage, account_usage
from lifecycle.api import Account, BadInput, Membership, User, membership_of, memberships_of, portal_scope, reading
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.stages import Stage
from portability.rules.roles import MAY_EXPORT, MAY_FOLLOW

P = ParamSpec("P")
AFTER = {Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED, Stage.CLOSED, Stage.CANCELLED}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, for whom, and when.

    `uses` is the account's own use by module key, where a view asked for it; `accounts` are all they may choose.
    """

    account: Account
    role: Membership.Role
    user: User
    now: datetime
    uses: Mapping[str, AccountUsage] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()

    @property
    def actor(self) -> Actor:
        return Actor(kind=ActorKind.PERSON, name=self.user.name or self.user.email, person=str(self.user.uuid))

    @property
    def may_export(self) -> bool:
        """Others' data leaves only through those whose role is for it (B5)."""
        return self.role in MAY_EXPORT

    @property
    def may_follow(self) -> bool:
        """Who may see that, when and by whom data was taken out."""
        return self.role in MAY_FOLLOW


View = Callable[Concatenate[HttpRequest, Visitor, P], HttpResponseBase]
Scoped = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def customer(view: View[P]) -> Scoped[P]:
    """Everything runs in the account's own scope; a sign-in without an account finds nothing here."""
    return _scoped(view, lambda _visitor: {})


def customer_with_use(view: View[P]) -> Scoped[P]:
    """The same, with the account's own figures, which are read from roll-ups before the scope begins."""
    return _scoped(view, _own_uses)


def _scoped(view: View[P], uses_of: Callable[[Visitor], Mapping[str, AccountUsage]]) -> Scoped[P]:
    @wraps(view)
    def scoped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        now = timezone.now()
        membership = membership_of(request, today=now.date())
        if membership is None:
            raise Http404
        visitor = Visitor(membership.account, Membership.Role(membership.role), request.user, now)
        accounts = tuple(each.account for each in memberships_of(request, today=now.date()))
        visitor = replace(visitor, uses=uses_of(visitor), accounts=accounts)
        with portal_scope(membership.account):
            response = view(request, visitor, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return scoped


def _own_uses(visitor: Visitor) -> Mapping[str, AccountUsage]:
    with portal_scope(visitor.account):
        modules = {plan.module.key for plan in reading.plans_for(visitor.account) if plan.stage not in AFTER}
    found: dict[str, AccountUsage] = {}
    for key in sorted(modules):
        try:
            own = account_usage(module_key=key, now=visitor.now, account_key=visitor.account.key)
        except BadInput:  # no activity names it: unknown, and said so
            continue
        found.update((key, each) for each in own)
    return found


def page(
    request: HttpRequest, visitor: Visitor, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A whole page of the portal."""
    own = {"account": visitor.account, "account_name": visitor.account.name, "accounts": visitor.accounts}
    return render(request, template, {**own, **context}, status=status)
