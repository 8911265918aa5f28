"""Which modules are on record, and how is one registered or removed?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from analytics.api import unregistered_modules
from lifecycle.api import (
    BadInput,
    Module,
    OperatorCommand,
    Outcome,
    reading,
    register_module,
    remove_module,
    staff_actor,
)
from lifecycle.rules.actors import Actor
from lifecycle.rules.policies import Criticality

BY_ITSELF = Actor.system("command line")


class Command(OperatorCommand):
    help = (
        "list: the modules, and the keys that activity names and nobody registered; register KEY --name NAME: its use"
        " counts under it, also what was imported before; remove KEY: one that nobody planned anything for."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("list", "register", "remove"))
        parser.add_argument("key", nargs="?", default="", metavar="KEY", help="the module's key, as activity names it")
        parser.add_argument("--name", default="", help="with register: as people call it")
        parser.add_argument("--owner", default="", metavar="EMAIL", help="with register: who answers for it")
        parser.add_argument(
            "--criticality", default=Criticality.CORE.value, choices=[each.value for each in Criticality]
        )
        parser.add_argument("--reason", default="", help="with remove: why; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        if options["action"] == "list":
            return _listed()
        if not options["key"]:
            raise BadInput(f"module {options['action']} needs the KEY of a module.")
        actor = staff_actor(options["email"]) if options["email"] else BY_ITSELF
        return (_register if options["action"] == "register" else _remove)(options, actor)


def _listed() -> Outcome:
    rows, named = [_row(each) for each in reading.modules()], unregistered_modules()
    lines = [f"{row['key']}: {row['name']}, {row['owner'] or 'owner unknown'}" for row in rows]
    lines += [f"{key}: named by activity, not registered" for key in named]
    data = {"modules": rows, "unregistered": named}
    return Outcome(data, lines or ["No module is registered, and activity names none."], nothing=not lines)


def _register(options: dict[str, Any], actor: Actor) -> Outcome:
    if not options["name"].strip():
        raise BadInput(f"Say what people call it: `manage.py module register {options['key']} --name NAME`.")
    done = register_module(
        key=options["key"],
        name=options["name"],
        owner_email=options["owner"],
        criticality=Criticality(options["criticality"]),
        actor=actor,
        now=timezone.now(),
    )
    row = _row(done.module)
    if not done.is_new:
        return Outcome(row, [f"{row['key']} is registered already."], nothing=True)
    return Outcome(row, [f"{row['key']} is registered.", f"Undo: `manage.py module remove {row['key']} --reason …`."])


def _remove(options: dict[str, Any], actor: Actor) -> Outcome:
    remove_module(key=options["key"], actor=actor, reason=options["reason"], now=timezone.now())
    return Outcome({"key": options["key"], "removed": True}, [f"{options['key']} is not registered any more."])


def _row(module: Module) -> dict[str, object]:
    return {
        "key": module.key,
        "name": module.name,
        "owner": module.owner_email,
        "criticality": module.criticality,
        "plans": sorted(plan.key for plan in module.plans.all()),
    }
