"""How does an operator rehearse, make, verify, take back and follow the transfer of an account's content?"""

import time
from argparse import SUPPRESS
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import Account, BadInput, OperatorCommand, Outcome, SunsetPlan, User, sentence
from lifecycle.rules.actors import Actor
from portability import api
from portability.rules.transfer_limits import REMEDIES, LossCode
from portability.rules.transfer_status import STOPPED, TransferStatus

REFUSED = 2
PAUSE_S = 0.2
ACTS = {
    "dry-run": "count what would be written and lost; writes nothing there, exit 2 while a loss is not accepted",
    "copy": "write what is not there yet; after verify, only what failed or is gone",
    "verify": "read every object back and compare; exit 2 when one differs",
    "sign": "take the differences of the last verify upon oneself",
    "rollback": "remove what the transfer wrote and nobody changed",
    "status": "how far it is; all accounts of the plan without --account; exit 3 when there is none",
    "cancel": "call off what was not begun",
    "decline": "put on record that the account wants nothing transferred",
}


class Command(OperatorCommand):
    help = "Transfers of an account's content to the replacement: " + ", ".join(ACTS) + "."

    def arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for name, text in ACTS.items():
            act = acts.add_parser(name, help=text)
            act.add_argument("key", help="the plan's key")
            act.add_argument("--account", required=name != "status", default="", help="the account's key")
            act.add_argument("--as", dest="email", default="", help="the staff login that acts")
            act.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON document")
        rehearse = acts.choices["dry-run"]
        rehearse.add_argument("--target", default="", help="http(s)://… or a folder (default: the one named before)")
        rehearse.add_argument(
            "--accept", default="", help="losses that are accepted, with commas: " + ", ".join(LossCode)
        )
        replace = acts.choices["copy"]
        replace.add_argument("--replace-changed", action="store_true", help="overwrite what somebody changed there")
        for name in ("sign", "decline"):
            acts.choices[name].add_argument("--words", required=True, help="why, or what they wrote")

    def run(self, **options: Any) -> Outcome:
        plan = SunsetPlan.objects.filter(key=options["key"]).first()
        if plan is None:
            raise BadInput(f"No plan is called {options['key']!r}. `manage.py plan show` lists them.")
        if options["act"] == "status" and not options["account"]:
            return _listed(api.transfers.transfers_of(plan))
        account = Account.objects.filter(key=options["account"]).first()
        if account is None:
            raise BadInput(f"account {options['account']!r} is unknown; --account takes its key")
        act = options["act"].replace("-", "_")
        return getattr(self, f"_{act}")(plan, account, options)  # type: ignore[no-any-return]  # one per sub-command

    def _dry_run(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        found = api.rehearse_transfer(
            account=account,
            plan=plan,
            target=options["target"],
            accept=_losses(options["accept"]),
            actor=_actor(options),
            now=timezone.now(),
        )
        lines = [f"{found.transfer.objects_total} objects to {found.transfer.target}"]
        lines += [f"  {each['count']} × {each['loss']}: {each['remedy']}" for each in found.transfer.losses]
        for each in found.verdict.blockers:
            self.stderr.write(sentence(each))
        return Outcome(api.transfer_as_json(found.transfer), lines, code=0 if found.verdict else REFUSED)

    def _copy(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        transfer = _newest(plan, account)
        pace = api.transfers.pace_of(transfer)
        is_written = transfer.planned_at is not None and pace.resolved == pace.total and not pace.wrong
        if is_written and transfer.status in {TransferStatus.VERIFYING, TransferStatus.COMPLETED}:
            return _answer(transfer, nothing=True)
        actor, replace = _actor(options), options["replace_changed"]
        api.copy_transfer(transfer=transfer, actor=actor, now=timezone.now(), replace_changed=replace)
        while transfer.status == TransferStatus.COPYING:  # another worker holds the rest, or died with it
            time.sleep(PAUSE_S)
            api.copy_transfer(transfer=transfer, actor=actor, now=timezone.now())
        if transfer.status == TransferStatus.PAUSED:
            raise BadInput(f"the transfer is paused: {transfer.reason}; `transfer copy` goes on where it stopped")
        return _answer(transfer)

    def _verify(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        transfer = api.verify_transfer(transfer=_newest(plan, account), actor=_actor(options), now=timezone.now())
        return _answer(transfer, code=0 if transfer.status == TransferStatus.COMPLETED else REFUSED)

    def _sign(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        found, words, actor = _newest(plan, account), options["words"], _actor(options)
        return _answer(api.sign_differences(transfer=found, words=words, actor=actor, now=timezone.now()))

    def _rollback(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        transfer = _newest(plan, account)
        was_stopped = transfer.status in STOPPED
        removed = api.roll_back_transfer(transfer=transfer, actor=_actor(options), now=timezone.now())
        return _answer(transfer, nothing=was_stopped and not removed)

    def _status(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        return _listed(api.transfers.transfers_of(plan, account))

    def _cancel(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        transfer = _newest(plan, account)
        return _answer(api.cancel_transfer(transfer=transfer, actor=_actor(options), now=timezone.now()))

    def _decline(self, plan: SunsetPlan, account: Account, options: dict[str, Any]) -> Outcome:
        done = api.decline_transfer(
            account=account, plan=plan, words=options["words"], actor=_actor(options), now=timezone.now()
        )
        return Outcome({"decline": str(done.uuid)}, [f"{account.key} declined: on record as {done.uuid}"])


def _newest(plan: SunsetPlan, account: Account) -> api.Transfer:
    found = api.transfers.transfers_of(plan, account)
    if not found:
        raise BadInput(f"account {account.key} has no transfer; begin with `transfer dry-run {plan.key} --target …`")
    return found[0]


def _losses(text: str) -> list[LossCode]:
    try:
        return [LossCode(each.strip()) for each in text.split(",") if each.strip()]
    except ValueError as error:
        raise BadInput(f"--accept: {error}; losses are {', '.join(REMEDIES)}") from error


def _actor(options: dict[str, Any]) -> Actor:
    if not options["email"]:
        return Actor.system("manage.py transfer")
    user = User.objects.filter(email__iexact=options["email"], is_active=True, is_staff=True).first()
    if user is None:
        raise BadInput(f"--as takes the address of an active staff login, not {options['email']!r}")
    return user.actor


def _listed(found: list[api.Transfer]) -> Outcome:
    data = [api.transfer_as_json(each) for each in found]
    return Outcome(data, [line for each in found for line in api.transfer_lines(each)], nothing=not found)


def _answer(transfer: api.Transfer, *, nothing: bool = False, code: int = 0) -> Outcome:
    return Outcome(api.transfer_as_json(transfer), api.transfer_lines(transfer), nothing=nothing, code=code)
