"""What do our rows say about an account, and how do the gates of a plan learn it?"""

from datetime import datetime, timedelta

from lifecycle.api import Account, SunsetPlan, affected_accounts, record_evidence_once
from portability.models import Copy, Export, LegalHold, RestoreDrill, Settlement, Snapshot
from portability.rules.depth import Depth
from portability.rules.readiness import CopyFacts, ExportFacts, FetchedExport, Finding, restores, settled
from portability.rules.requests import from_json
from portability.services.snapshots import latest_content
from portability.services.transfers.standing import transfer_finding

SOURCE = "portability"
TEST_COUNTS_FOR = timedelta(days=7)


def push_evidence(*, plan_id: int, now: datetime) -> int:
    """What is new per criterion and account, dated now; answers how many accounts were looked at."""
    plan = SunsetPlan.objects.get(pk=plan_id)
    accounts = list(affected_accounts(plan))
    for account in accounts:
        for criterion, finding in account_findings(account=account, plan=plan, now=now).items():
            record_evidence_once(
                plan=plan,
                criterion=criterion,
                subject=account,
                value=finding.value,
                now=now,
                source=SOURCE,
                detail=finding.detail,
            )
    tested = tested_export(accounts, now)
    record_evidence_once(
        plan=plan,
        criterion="test_export_verified",
        subject=None,
        value=tested.value,
        now=now,
        source=SOURCE,
        detail=tested.detail,
    )
    return len(accounts)


def account_findings(*, account: Account, plan: SunsetPlan | None, now: datetime) -> dict[str, Finding]:
    """What a gate asks of portability about one account; of a transfer only where there is one, or an answer."""
    backup = restores_of(account, now)
    held = LegalHold.objects.filter(account=account, lifted_at__isnull=True).count()
    holds = Finding(bool(backup.value), f"{held} in force; {backup.detail}") if held else Finding(True, "no hold")
    unresolved = Export.objects.filter(account=account).unresolved().count()
    transferred = transfer_finding(account, plan) if plan else None
    return {
        "export_settled": settled_of(account, plan),
        "no_export_open": Finding(unresolved, f"{unresolved} open or failed"),
        "backup_restores": backup,
        "archive_restored": backup,
        "holds": holds,
        **({"transfer_done": transferred} if transferred else {}),
    }


def settled_of(account: Account, plan: SunsetPlan | None) -> Finding:
    """Is the account's export settled for this plan?"""
    exports = Export.objects.filter(account=account)
    words = Settlement.objects.filter(account=account)
    if plan is not None:
        exports = exports.filter(requested_at__gte=plan.created_at)
        words = words.filter(plan=plan) | words.filter(plan__isnull=True, settled_at__gte=plan.created_at)
    taken = exports.filter(downloaded_at__isnull=False, verified_at__isnull=False)
    fetched = [_fetched(each, each.verified_at) for each in taken.order_by("verified_at") if each.verified_at]
    whole = next((each for each in fetched if each.is_whole), None)
    by_kind = {kind: words.filter(kind=kind).order_by("-id").first() for kind in Settlement.Kind.values}
    declined, archived = by_kind[Settlement.Kind.DECLINED], by_kind[Settlement.Kind.ARCHIVED]
    return settled(
        ExportFacts(
            downloaded_and_verified_at=whole.verified_at if whole else None,
            declined_at=declined.settled_at if declined else None,
            archived_at=archived.settled_at if archived else None,
            ready=exports.filter(status="ready").count(),
            missing_at_source=whole.missing_at_source if whole else 0,
            shortfall=fetched[-1].shortfall if fetched else "",
        )
    )


def _fetched(export: Export, verified_at: datetime) -> FetchedExport:
    """By what was asked and what the receipt, whose totals the row keeps, says came out."""
    totals = export.summary.get("totals", {})
    unreadable = sum(totals.get("failed", {}).values())
    return FetchedExport(
        verified_at=verified_at,
        narrowing=tuple(each.value for each in from_json(export.request).filter.narrowing),
        failed=max(unreadable, totals.get("failed_items", 0)),
        withheld=sum(totals.get("withheld", {}).values()),
        missing_at_source=totals.get("missing_files", 0),
    )


def restores_of(account: Account, now: datetime) -> Finding:
    """Is the newest archive of the account proven by restores from two places?"""
    content = latest_content(account)
    archived = Snapshot.objects.filter(account=account, purpose=Snapshot.Purpose.ARCHIVE).order_by("-number").first()
    if content is None and archived is None:
        return Finding(False, "no content was imported, so nothing is archived")
    is_current = None if archived is None else content is None or archived.root == content.root
    copies = Copy.objects.filter(snapshot=archived) if archived else Copy.objects.none()
    return restores([_facts(copy) for copy in copies], is_current=is_current, now=now)


def tested_export(accounts: list[Account], now: datetime) -> Finding:
    """Was any export of these accounts built and checked from its bytes within a week?"""
    newest = Export.objects.filter(account__in=accounts, ready_at__isnull=False).order_by("-ready_at").first()
    if newest is None or newest.ready_at is None:
        return Finding(False, "no export was built yet")
    checked_at = max(newest.ready_at, newest.verified_at or newest.ready_at)
    return Finding(now - checked_at <= TEST_COUNTS_FOR, f"checked from its bytes on {checked_at:%Y-%m-%d}")


def _facts(copy: Copy) -> CopyFacts:
    equal = RestoreDrill.objects.filter(copy=copy, depth=int(Depth.EQUAL)).order_by("-started_at").first()
    return CopyFacts(copy.place, Depth(copy.depth), equal.started_at if equal else None)
