"""How does a customer's request reach its own account's rows and no others?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.http import HttpRequest

from lifecycle.models import Account, Membership
from lifecycle.rules.row_security import ACCOUNT_SETTING, PORTAL_ROLE


@contextmanager
def portal_scope(account: Account) -> Iterator[None]:
    """A transaction in the portal's role, bound to one account: the database itself hides the rest (S2, P12).

    Inside an outer transaction SET LOCAL would outlive the block, so what stood before is put back, be it another
    scope. After an exception the rollback, to the savepoint or of all, has done that.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role'), current_setting(%s, true)", [ACCOUNT_SETTING])
            role, outer_account = cursor.fetchone()
        _bind(PORTAL_ROLE, str(account.pk))
        yield
        if not connection.needs_rollback:
            _bind(role, outer_account or "")


def _bind(role: str, account: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config(%s, %s, true)", [role, ACCOUNT_SETTING, account]
        )


def memberships_of(request: HttpRequest, *, today: date) -> list[Membership]:
    """The login's current memberships, by account key; staff have none."""
    if not request.user.is_authenticated:
        return []
    rows = Membership.objects.filter(user_id=request.user.pk).select_related("account").order_by("account__key")
    return [row for row in rows if row.end_date is None or row.end_date >= today]


def membership_of(request: HttpRequest, *, today: date) -> Membership | None:
    """The membership under which this request acts: the one chosen in the session, else the first."""
    rows = memberships_of(request, today=today)
    chosen = request.session.get("account") if hasattr(request, "session") else None
    return next((row for row in rows if row.account.key == chosen), rows[0] if rows else None)


def account_of(request: HttpRequest, *, today: date) -> Account | None:
    """The account under which this request acts, or None (the caller answers 404)."""
    membership = membership_of(request, today=today)
    return membership.account if membership else None
