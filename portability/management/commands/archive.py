"""How does an operator keep content, copy it, check the copies and hold them?"""

from argparse import SUPPRESS
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import Account, BadInput, OperatorCommand, Outcome, SunsetPlan, User
from lifecycle.rules.actors import Actor
from portability import api

ACTOR = Actor.system("manage.py archive")
TAMPERED = 2


class Command(OperatorCommand):
    help = "Archive snapshots of an account: snapshot, copy, verify, status, hold. Nothing here destroys anything."

    def arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        snapshot = _act(acts, "snapshot", "freeze the newest content with a signed list")
        snapshot.add_argument("--plan", default="", help="the plan for which it is kept")
        _act(acts, "copy", "write the newest snapshot to places").add_argument(
            "--to", action="append", help="an address (file:///…, s3://…); again for more (default: ARCHIVE_URLS)"
        )
        verify = _act(acts, "verify", "compare copies with the signed list: 0 in order, 2 tampered, 1 cannot decide")
        verify.add_argument("--quick", action="store_true", help="names and sizes only")
        _act(acts, "status", "snapshots, copies and their depth")
        hold = _act(acts, "hold", "nothing of the account may be destroyed")
        hold.add_argument("--reason", default="", help="the case or duty")
        hold.add_argument("--lift", metavar="UUID", default="", help="agree to lift a hold; two people must")
        hold.add_argument("--as", dest="email", default="", help="the staff login that acts")

    def run(self, **options: Any) -> Outcome:
        account = Account.objects.filter(key=options["account"]).first()
        if account is None:
            raise BadInput(f"account {options['account']!r} is unknown; --account takes its key")
        return getattr(self, f"_{options['act']}")(account, options)  # type: ignore[no-any-return]  # one per sub-command

    def _snapshot(self, account: Account, options: dict[str, Any]) -> Outcome:
        plan = SunsetPlan.objects.filter(key=options["plan"]).first() if options["plan"] else None
        if options["plan"] and plan is None:
            raise BadInput(f"plan {options['plan']!r} is unknown")
        done = api.take_snapshot(account=account, plan=plan, actor=ACTOR, now=timezone.now())
        return Outcome(_snapshot(done), [f"snapshot {done.uuid}: {done.records} records, root {done.root}"])

    def _copy(self, account: Account, options: dict[str, Any]) -> Outcome:
        snapshot, urls = _newest(account), options["to"] or list(api.archive_urls())
        copies = [api.copy_snapshot(snapshot=snapshot, url=url, actor=ACTOR, now=timezone.now()) for url in urls]
        return Outcome([_copy(each) for each in copies], [f"copied to {each.place}" for each in copies])

    def _verify(self, account: Account, options: dict[str, Any]) -> Outcome:
        depth = api.Depth.SIZED if options["quick"] else api.Depth.HASHED
        problems = api.missing_snapshots(account)
        checked, undecided = [], []
        copies = list(api.Copy.objects.filter(account=account).select_related("snapshot", "snapshot__account"))
        for copy in copies:
            try:
                checked.append(api.verify_copy(copy=copy, actor=ACTOR, now=timezone.now(), depth=depth))
            except api.CannotDecide as error:
                undecided.append(str(error))
        problems += [f"{each.copy.place}: {problem}" for each in checked for problem in each.problems]
        lines = [f"{each.copy.place}: {each.depth.word}" for each in checked if not each.problems]
        data = {"copies": [_copy(each.copy) for each in checked], "problems": problems, "undecided": undecided}
        code = TAMPERED if problems else 1 if undecided else 0
        return Outcome(data, [*lines, *problems, *undecided], nothing=not copies and not problems, code=code)

    def _status(self, account: Account, options: dict[str, Any]) -> Outcome:
        del options
        snapshots = list(api.Snapshot.objects.filter(account=account, purpose="archive").prefetch_related("copies"))
        holds = api.holds_of(account)
        data = {
            "snapshots": [_snapshot(each) for each in snapshots],
            "holds": [{"uuid": str(each.uuid), "reason": each.reason} for each in holds],
        }
        lines = [
            f"snapshot {each.uuid} of {each.taken_at:%Y-%m-%d %H:%M} UTC: {each.records} records" for each in snapshots
        ]
        copies = (copy for each in snapshots for copy in each.copies.all())
        lines += [f"  {copy.place}: {api.Depth(copy.depth).word}" for copy in copies]
        lines += [f"hold {each.uuid}: {each.reason}" for each in holds]
        return Outcome(data, lines, nothing=not snapshots and not holds)

    def _hold(self, account: Account, options: dict[str, Any]) -> Outcome:
        actor, now = _person(options["email"]), timezone.now()
        if not options["lift"]:
            hold = api.place_hold(account=account, reason=options["reason"], actor=actor, now=now)
            return Outcome({"hold": str(hold.uuid), "in_force": True}, [f"hold {hold.uuid} placed"])
        try:
            found = api.LegalHold.objects.filter(account=account, uuid=UUID(options["lift"])).first()
        except ValueError as error:
            raise BadInput(f"--lift takes the uuid of a hold, not {options['lift']!r}") from error
        if found is None:
            raise BadInput(f"account {account.key} has no such hold")
        hold = api.lift_hold(hold=found, actor=actor, now=now)
        words = "lifted" if hold.lifted_at else "still in force: a second person must agree"
        return Outcome({"hold": str(hold.uuid), "in_force": hold.lifted_at is None}, [f"hold {hold.uuid}: {words}"])


def _act(acts: Any, name: str, text: str) -> CommandParser:
    parser: CommandParser = acts.add_parser(name, help=text)
    parser.add_argument("--account", required=True, help="the account's key")
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON document")
    return parser


def _person(email: str) -> Actor:
    user = User.objects.filter(email__iexact=email, is_active=True, is_staff=True).first()
    if user is None:
        raise BadInput("Say who acts: --as EMAIL of an active staff login.")
    return user.actor


def _newest(account: Account) -> api.Snapshot:
    found = api.Snapshot.objects.filter(account=account, purpose="archive").order_by("-number").first()
    if found is None:
        raise BadInput(f"account {account.key} has no archive snapshot; take one first (archive snapshot)")
    return found


def _snapshot(snapshot: api.Snapshot) -> dict[str, object]:
    return {
        "uuid": str(snapshot.uuid),
        "number": snapshot.number,
        "records": snapshot.records,
        "root": snapshot.root,
        "taken_at": snapshot.taken_at.isoformat(),
        "copies": [_copy(each) for each in snapshot.copies.all()],
    }


def _copy(copy: api.Copy) -> dict[str, object]:
    depth = api.Depth(copy.depth).word
    return {"uuid": str(copy.uuid), "place": copy.place, "depth": depth, "problems": copy.problems}
