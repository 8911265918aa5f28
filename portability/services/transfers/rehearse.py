"""What would a transfer write and lose, and who accepts that? Nothing is written at the target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lifecycle.api import Account, BadInput, Refused, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Verdict
from portability.models import Snapshot, Transfer
from portability.rules.transfer_limits import Limits, LossCode, LossReport, unaccepted
from portability.rules.transfer_status import STOPPED, TransferStatus, may_move
from portability.services.snapshots import latest_content
from portability.services.transfers.move import audit, move, not_before, not_now
from portability.services.transfers.places_to_go import opened_target, target_address
from portability.services.transfers.wanted import wanted_objects
from portability.storage.content import DamagedContent
from portability.targets.contract import TargetFault, TargetRefusal


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a dry run found. The verdict names the losses that nobody accepted."""

    transfer: Transfer
    report: LossReport
    verdict: Verdict


def rehearse_transfer(
    *,
    account: Account,
    plan: SunsetPlan,
    target: str,
    accept: Iterable[LossCode],
    actor: Actor,
    now: datetime,
) -> Rehearsal:
    """Go through the account's whole content against the target's limits. `target` '' is the one named before.

    Raises BadInput, Refused (something was written already; the person may not accept).
    """
    accepted = frozenset(accept)
    if accepted and not (verdict := may(actor, Right.ATTEST)):
        raise Refused(verdict)
    before = _open_one(account, plan)
    address = target_address(target) if target else (before.target if before else "")
    snapshot = latest_content(account)
    if not address or snapshot is None:
        lacks = "say where to: --target" if not address else f"account {account.key} has no content; import it first"
        raise BadInput(lacks)
    limits = _limits_of(address, account)
    try:
        report, objects = _survey(snapshot, limits)
    except DamagedContent as error:
        raise BadInput(f"the stored content of {account.key} is damaged: {error}; see `archive verify`") from error
    with transaction.atomic():
        transfer = _row(account, plan, address, actor, now)
        accepted |= frozenset(LossCode(each) for each in transfer.accepted if transfer.target == address)
        if frozenset(transfer.accepted) != accepted:
            transfer.accepted, transfer.accepted_by = sorted(accepted), actor.name
        transfer.target, transfer.snapshot, transfer.objects_total = address, snapshot, objects
        transfer.limits, transfer.losses = limits.as_json(), report.as_json()
        verdict = unaccepted(report, accepted, account=account.key)
        _go_on(transfer, verdict, report, actor, now)
    return Rehearsal(transfer, report, verdict)


def _go_on(transfer: Transfer, verdict: Verdict, report: LossReport, actor: Actor, now: datetime) -> None:
    """Mapped it is in any case; rehearsed only when every loss was accepted."""
    facts = {"losses": {code.value: count for code, count in report.counts.items()}, "accepted": transfer.accepted}
    transfer.rehearsed_at = not_before(now, transfer.opened_at)
    if transfer.status != TransferStatus.MAPPED:
        move(transfer, TransferStatus.MAPPED, actor=actor, now=now, **facts)
    transfer.save()
    if verdict:
        move(transfer, TransferStatus.REHEARSED, actor=actor, now=now, **facts)


def _open_one(account: Account, plan: SunsetPlan, *, lock: bool = False) -> Transfer | None:
    """The transfer that a dry run is about; None when there is none yet. Raises Refused when it is past that."""
    rows = Transfer.objects.select_for_update(of=("self",)) if lock else Transfer.objects.all()
    newest = rows.filter(account=account, plan=plan).select_related("account", "plan").first()
    if newest is None or newest.status in STOPPED:
        return None
    if not may_move(TransferStatus(newest.status), TransferStatus.CANCELLED):
        raise not_now(newest, f"the transfer is {newest.status}; roll it back before it is rehearsed anew")
    return newest


def _row(account: Account, plan: SunsetPlan, address: str, actor: Actor, now: datetime) -> Transfer:
    """The open row, locked; or a new one. A second one at the same moment is refused by the database."""
    found = _open_one(account, plan, lock=True)
    if found is not None:
        return found
    made = Transfer.objects.create(account=account, plan=plan, target=address, opened_by=actor.name, opened_at=now)
    audit(made, "opened", actor=actor, now=now)
    return made


def _limits_of(address: str, account: Account) -> Limits:
    try:
        with opened_target(address, account) as place:
            return place.limits()
    except (TargetFault, TargetRefusal) as error:
        raise BadInput(f"the target {address} {error}") from error


def _survey(snapshot: Snapshot, limits: Limits) -> tuple[LossReport, int]:
    report, objects = LossReport(), 0
    for each in wanted_objects(snapshot, limits):
        report.add(f"{each.kind} {each.id}", each.losses)
        objects += len(each.checksums) or 1
    return report, objects
