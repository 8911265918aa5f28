"""Does a plan file hold, what would it change, how is it made the live plan, and what came of it?"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import BadInput, OperatorCommand, Outcome, Refused, User
from lifecycle.management import plan_move, plan_output
from lifecycle.rules.actors import Actor
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.two_people import Allowance
from lifecycle.services.apply_plan import apply_plan
from lifecycle.services.plan_shape import schema_json
from lifecycle.services.plan_source import UnreadablePlan, read_plan
from lifecycle.services.propose_plan import propose_plan

REFUSED = 2
BY_FILE = ("validate", "diff", "apply")
BY_KEY = ("show", "move", "schema", "report")


class Command(OperatorCommand):
    help = (
        "validate, diff or apply a plan FILE; show a plan by KEY (or list all); move its dates: KEY off=2027-06-30 …, "
        "or --by-days N; print the JSON schema of plan files; "
        "report: write the closing report of KEY as a page and as JSON to --out DIR."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=(*BY_FILE, *BY_KEY))
        parser.add_argument("target", nargs="?", default="", help="a plan file, or for show and report a plan's key")
        parser.add_argument("dates", nargs="*", metavar="MILESTONE=DAY", help="with move: right after the key")
        parser.add_argument("--by-days", type=int, metavar="N", help="with move: the end moves so far; earlier below 0")
        parser.add_argument("--along", action="store_true", help="with move: so does every promise ahead")
        parser.add_argument("--reason", default="", help="with move: why; customers read it in their correction")
        parser.add_argument("--dry-run", action="store_true", help="with move: say what would follow, write nothing")
        parser.add_argument("--as", dest="email", default="", help="the login that acts")
        parser.add_argument("--override", metavar="REASON", default="", help="break a floor or bring a date forward")
        parser.add_argument(
            "--backed-by", metavar="EMAIL", action="append", default=[], help="twice; with --override and move"
        )
        parser.add_argument("--out", default="", metavar="DIR", help="with report: the folder to write to")
        parser.add_argument(
            "--lesson", metavar="TEXT", action="append", default=[], help="with report: what was learnt"
        )

    def run(self, **options: Any) -> Outcome:
        action, target = options["action"], options["target"]
        if action in BY_KEY:
            return self._by_key(action, target, options)
        if not target:
            raise BadInput(f"plan {action} needs a FILE, such as sunset.yaml.")
        data = _bytes_of(Path(target))
        try:
            document = read_plan(data)
        except UnreadablePlan as error:
            return self._refused(target, plan_output.faults(error.faults))
        try:
            return self._judge(action, document, data, options)
        except Refused as refusal:
            return self._refused(target, plan_output.findings(refusal.verdict.blockers, data))

    def _by_key(self, action: str, target: str, options: dict[str, Any]) -> Outcome:
        if action == "schema":
            return Outcome(None, [schema_json().rstrip()]) if not target else _write_schema(Path(target))
        if action == "show":
            return plan_output.shown(target, now=timezone.now())
        if action == "report":
            return plan_output.report(target, options["out"], lessons=options["lesson"], now=timezone.now())
        backed_by = tuple(_person(email) for email in options["backed_by"])
        return plan_move.moved(options, actor=_actor(options["email"]), backed_by=backed_by, now=timezone.now())

    def _judge(self, action: str, document: PlanDocument, data: bytes, options: dict[str, Any]) -> Outcome:
        now = timezone.now()
        allowance = Allowance(options["override"], tuple(_person(email) for email in options["backed_by"]))
        if action == "apply":
            actor = _actor(options["email"])
            text = data.decode("utf-8-sig")
            done = apply_plan(document=document, text=text, actor=actor, now=now, allowance=allowance)
            return plan_output.applied(document, done)
        proposal = propose_plan(document=document, now=now, allowance=allowance, is_draft=True)
        if not proposal.verdict:
            raise Refused(proposal.verdict)
        if action == "diff":
            return plan_output.difference(document, proposal)
        return plan_output.valid(document, proposal, options["target"])

    def _refused(self, file: str, findings: list[dict[str, object]]) -> Outcome:
        for each in findings:
            where = f"{file}:{each['line']}" if each["line"] else file
            self.stderr.write(f"{where}: {each['sentence']} [{each['rule']}]")
        return Outcome({"verdict": "blocked", "file": file, "blockers": findings}, code=REFUSED)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Give the path of a plan file.") from error


def _actor(email: str) -> Actor:
    return _person(email) if email else Actor.system("command line")


def _person(email: str) -> Actor:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise BadInput(f"There is no login {email!r}. Give the address of an active staff login.")
    return user.actor


def _write_schema(path: Path) -> Outcome:
    path.write_text(schema_json(), encoding="utf-8")
    return Outcome({"file": str(path)}, [f"Wrote {path}."])
