"""Which account has leave, until when, and who gives it or ends it?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import (
    BadInput,
    Exemption,
    LeaveRequest,
    OperatorCommand,
    Outcome,
    SunsetPlan,
    account_named,
    ask_leave,
    confirm_leave,
    day_named,
    decline_leave,
    end_exemption,
    open_work,
    plan_named,
    staff_actor,
    uuid_named,
)
from lifecycle.rules.leave import EXEMPTIBLE, end_of

LISTS = "exempt list KEY"


class Command(OperatorCommand):
    help = (
        "list: leave given and asked for; grant: ask for leave, given at once where one person is enough; "
        "confirm or decline what a second person must answer; end: before its day."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("list", "grant", "confirm", "decline", "end"))
        parser.add_argument("key", help="the plan's key")
        parser.add_argument("uuid", nargs="?", default="", help="with confirm, decline and end: which one")
        parser.add_argument("--account", default="", help="with grant: whose leave")
        parser.add_argument(
            "--criterion",
            default="",
            choices=("", *EXEMPTIBLE),
            help="what the account may pass (two people); without it: it may go on using the module",
        )
        parser.add_argument("--until", default="", metavar="DAY", help="with grant: its last day")
        parser.add_argument("--owner", default="", metavar="EMAIL", help="with grant: who looks after it")
        parser.add_argument("--reason", default="", help="why; kept in the ledger")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")

    def run(self, **options: Any) -> Outcome:
        plan = plan_named(options["key"])
        act = {"list": _list, "grant": _grant, "confirm": _confirm, "decline": _decline, "end": _end}
        return act[options["action"]](plan, options)


def _list(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    now = timezone.now()
    given = [_as_dict(each, "running" if each.ends_at > now else "over") for each in open_work.exemptions(plan)]
    asked = [_as_dict(each, "asked") for each in open_work.leave_requests(plan, now=now)]
    rows = [*asked, *given]
    lines = [
        f"{row['uuid']}  {row['status']:<8} {row['account']:<24} {row['criterion'] or 'access':<14} "
        f"until {row['ends_at']}  {row['reason']}"
        for row in rows
    ]
    return Outcome(rows, lines or ["No leave was given or asked for."], nothing=not rows)


def _grant(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    found = ask_leave(
        plan=plan,
        account=account_named(options["account"]),
        criterion=options["criterion"],
        reason=options["reason"],
        owner_email=options["owner"],
        ends_at=end_of(day_named(options["until"], option="--until"), plan.timezone),
        actor=staff_actor(options["email"]),
        now=timezone.now(),
    )
    if isinstance(found, Exemption):
        return _given(plan, found)
    line = f"Asked: another person confirms it with `manage.py exempt confirm {plan.key} {found.uuid} --as EMAIL`."
    return Outcome(_as_dict(found, "asked"), [line])


def _confirm(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    asked = _asked(plan, options)
    actor = staff_actor(options["email"])
    return _given(plan, confirm_leave(request_id=asked.uuid, actor=actor, now=timezone.now()))


def _decline(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    asked = _asked(plan, options)
    actor, reason = staff_actor(options["email"]), options["reason"]
    done = decline_leave(request_id=asked.uuid, actor=actor, reason=reason, now=timezone.now())
    return Outcome(_as_dict(done, "declined"), [f"{done.account.key}: no leave; that is on record."])


def _end(plan: SunsetPlan, options: dict[str, Any]) -> Outcome:
    uuid = uuid_named(options["uuid"], lists=LISTS)
    if open_work.exemption(plan, uuid) is None:
        raise BadInput(f"{plan.key} has no leave {uuid}: `manage.py {LISTS}` lists them.")
    actor, reason = staff_actor(options["email"]), options["reason"]
    done = end_exemption(exemption_id=uuid, actor=actor, reason=reason, now=timezone.now())
    return Outcome(_as_dict(done, "over"), [f"{done.account.key}: this leave is over now."])


def _asked(plan: SunsetPlan, options: dict[str, Any]) -> LeaveRequest:
    uuid = uuid_named(options["uuid"], lists=LISTS)
    found = open_work.leave_request(plan, uuid)
    if found is None:
        raise BadInput(f"{plan.key} has no request {uuid}: `manage.py {LISTS}` lists them.")
    return found


def _given(plan: SunsetPlan, found: Exemption) -> Outcome:
    lines = [
        f"{found.account.key} has leave until {found.ends_at:%Y-%m-%d %H:%M} UTC: {found.criterion or 'access'}.",
        f"End it early: `manage.py exempt end {plan.key} {found.uuid} …`.",
    ]
    return Outcome(_as_dict(found, "running"), lines)


def _as_dict(row: Exemption | LeaveRequest, status: str) -> dict[str, object]:
    people = row.granted_by if isinstance(row, Exemption) else [row.identity]
    return {
        "uuid": str(row.uuid),
        "status": status,
        "account": row.account.key,
        "kind": "criterion" if row.criterion else "access",
        "criterion": row.criterion,
        "reason": row.reason,
        "owner": row.owner_email,
        "ends_at": row.ends_at,
        "people": people,
    }
