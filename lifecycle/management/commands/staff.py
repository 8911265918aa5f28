"""Who of the staff may do what?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, User, grant_role, revoke_role, staff, staff_actor
from lifecycle.rules.actors import Actor, Role
from lifecycle.rules.staff_roles import GIVEN


class Command(OperatorCommand):
    help = (
        "list: logins of the staff with their roles; grant EMAIL ROLE: a new address takes --name; revoke EMAIL. "
        "Without --as only the first operator can be made."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("list", "grant", "revoke"))
        parser.add_argument("login", nargs="?", default="", metavar="EMAIL", help="whose role")
        parser.add_argument("role", nargs="?", default="", metavar="ROLE", help=", ".join(GIVEN))
        parser.add_argument("--name", default="", help="with grant: the name of somebody new")
        parser.add_argument("--reason", default="", help="why; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        if options["action"] == "list":
            rows = [_as_dict(each) for each in staff()]
            lines = [f"{row['role']:<10} {row['email']:<40} {row['name']}" for row in rows]
            return Outcome(rows, lines or ["There is no staff login."], nothing=not rows)
        if not options["login"]:
            raise BadInput(f"staff {options['action']} needs the EMAIL of a login.")
        actor = staff_actor(options["email"]) if options["email"] else Actor.system("command line")
        return (_grant if options["action"] == "grant" else _revoke)(options, actor)


def _grant(options: dict[str, Any], actor: Actor) -> Outcome:
    if options["role"] not in GIVEN:
        raise BadInput(f"No role is called {options['role']!r}. Roles: {', '.join(GIVEN)}.")
    known = User.objects.filter(email__iexact=options["login"]).first()
    is_same = known is not None and (known.role, known.is_staff, known.is_active) == (options["role"], True, True)
    user = grant_role(
        email=options["login"],
        role=Role(options["role"]),
        actor=actor,
        reason=options["reason"],
        name=options["name"],
        now=timezone.now(),
    )
    if is_same:
        return Outcome(_as_dict(user), [f"{user.email} is {user.role} already."], nothing=True)
    lines = [f"{user.email} is now {user.role}.", f"Undo: `manage.py staff revoke {user.email} …`."]
    return Outcome(_as_dict(user), lines)


def _revoke(options: dict[str, Any], actor: Actor) -> Outcome:
    known = User.objects.filter(email__iexact=options["login"], is_staff=True).first()
    if options["role"] and known and known.role != options["role"]:
        raise BadInput(f"{known.email} is {known.role}, not {options['role']}: nothing was taken.")
    user = revoke_role(email=options["login"], actor=actor, reason=options["reason"], now=timezone.now())
    return Outcome(_as_dict(user), [f"{user.email} has no role any more and reaches no page of the staff."])


def _as_dict(user: User) -> dict[str, object]:
    return {"email": user.email, "name": user.name, "role": user.role, "is_staff": user.is_staff}
