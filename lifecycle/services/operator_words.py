"""Whom and what do the words of a command name?"""

from datetime import date, time
from uuid import UUID

from lifecycle.models import Account, SunsetPlan, User
from lifecycle.rules.actors import Actor
from lifecycle.services.refusal import BadInput


def plan_named(key: str) -> SunsetPlan:
    found = SunsetPlan.objects.filter(key=key).select_related("module", "author").first()
    if found is None:
        raise BadInput(f"No plan is called {key!r}. `manage.py plan show` lists them.")
    return found


def account_named(key: str) -> Account:
    found = Account.objects.filter(key=key).first()
    if found is None:
        raise BadInput(f"No account is called {key!r}. Give --account with a key of the directory.")
    return found


def staff_actor(email: str) -> Actor:
    """The person who acts, by the address of their login."""
    user = User.objects.filter(email__iexact=email, is_active=True, is_staff=True).first()
    if user is None:
        raise BadInput("Say who acts: --as EMAIL of an active staff login.")
    return user.actor


def uuid_named(text: str, *, lists: str) -> UUID:
    """`lists` is the command that prints the uuids."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is not the uuid of a row: `manage.py {lists}` prints them.") from error


def day_named(text: str, *, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{option} takes a day such as 2027-06-30, not {text!r}.") from error


def time_named(text: str, *, option: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{option} takes a time such as 10:00, not {text!r}.") from error
