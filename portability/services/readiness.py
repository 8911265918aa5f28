"""What do our rows say about an account, and how do the gates of a plan learn it?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lifecycle.api import Account, Observed, SunsetPlan, affected_accounts, record_all_once
from portability.models import Export, Settlement
from portability.rules.depth import Depth
from portability.rules.export_status import ExportStatus
from portability.rules.readiness import CopyFacts, ExportFacts, FetchedExport, Finding, restores, settled
from portability.rules.requests import from_json
from portability.services.standings import Standing, read_standings
from portability.services.transfers.standing import transfer_findings

AT_ONCE = 500
SOURCE = "portability"
TEST_COUNTS_FOR = timedelta(days=7)


def push_evidence(*, plan_id: int, now: datetime) -> int:
    """What is new per criterion and account, dated now; answers how many accounts were looked at."""
    plan = SunsetPlan.objects.get(pk=plan_id)
    accounts = list(affected_accounts(plan))
    for first in range(0, len(accounts), AT_ONCE):
        some = accounts[first : first + AT_ONCE]
        found = findings_of(some, plan=plan, now=now)
        observed = [
            Observed(criterion, account, finding.value, finding.detail)
            for account in some
            for criterion, finding in found[account.pk].items()
        ]
        record_all_once(plan=plan, observed=observed, now=now, source=SOURCE)
    tested = tested_export(accounts, now)
    whole = Observed("test_export_verified", None, tested.value, tested.detail)
    record_all_once(plan=plan, observed=[whole], now=now, source=SOURCE)
    return len(accounts)


def account_findings(*, account: Account, plan: SunsetPlan | None, now: datetime) -> dict[str, Finding]:
    """What a gate asks of portability about one account."""
    return findings_of([account], plan=plan, now=now)[account.pk]


def findings_of(
    accounts: Sequence[Account], *, plan: SunsetPlan | None, now: datetime
) -> dict[int, dict[str, Finding]]:
    """By account id and criterion; of a transfer only where there is one, or an answer.

    As many queries for a thousand accounts as for one.
    """
    known = read_standings(accounts, plan=plan)
    transferred = transfer_findings(accounts, plan) if plan else {}
    found = {}
    for account in accounts:
        own = known[account.pk]
        backup = _restores(own, now)
        holds = Finding(bool(backup.value), f"{own.holds} in force; {backup.detail}")
        found[account.pk] = {
            "export_settled": _settled(own),
            "no_export_open": Finding(own.unresolved, f"{own.unresolved} open or failed"),
            "backup_restores": backup,
            "archive_restored": backup,
            "holds": holds if own.holds else Finding(True, "no hold"),
        }
        transfer = transferred.get(account.pk)
        if transfer:
            found[account.pk]["transfer_done"] = transfer
    return found


def _settled(own: Standing) -> Finding:
    """Is the account's export settled for this plan?"""
    taken = [each for each in own.exports if each.downloaded_at is not None and each.verified_at is not None]
    fetched = [_fetched(each, each.verified_at) for each in taken if each.verified_at]
    whole = next((each for each in fetched if each.is_whole), None)
    declined, archived = own.words.get(Settlement.Kind.DECLINED), own.words.get(Settlement.Kind.ARCHIVED)
    return settled(
        ExportFacts(
            downloaded_and_verified_at=whole.verified_at if whole else None,
            declined_at=declined.settled_at if declined else None,
            archived_at=archived.settled_at if archived else None,
            ready=sum(each.status == ExportStatus.READY for each in own.exports),
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


def _restores(own: Standing, now: datetime) -> Finding:
    """Is the newest archive of the account proven by restores from two places?"""
    if own.content is None and own.archive is None:
        return Finding(False, "no content was imported, so nothing is archived")
    is_current = None if own.archive is None else own.content is None or own.archive.root == own.content.root
    facts = [CopyFacts(each.place, Depth(each.depth), each.equal_at) for each in own.copies]
    return restores(facts, is_current=is_current, now=now)


def tested_export(accounts: list[Account], now: datetime) -> Finding:
    """Was any export of these accounts built and checked from its bytes within a week?"""
    newest = Export.objects.filter(account__in=accounts, ready_at__isnull=False).order_by("-ready_at").first()
    if newest is None or newest.ready_at is None:
        return Finding(False, "no export was built yet")
    checked_at = max(newest.ready_at, newest.verified_at or newest.ready_at)
    return Finding(now - checked_at <= TEST_COUNTS_FOR, f"checked from its bytes on {checked_at:%Y-%m-%d}")
