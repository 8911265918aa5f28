"""What does the demo leave behind: the closing report for people, the summary for programs?"""

import json
from datetime import date, datetime
from pathlib import Path

from analytics import api as analytics
from config.demo import activity
from config.demo.load import at
from config.demo.story import Story
from lifecycle.api import (
    Account,
    Straggler,
    SunsetPlan,
    affected_accounts,
    closing_report,
    closing_report_html,
    prove_audit,
)
from lifecycle.rules.closing_report import Figure
from notifications import api as notifications
from notifications.rules.statuses import TOOK, DeliveryStatus
from portability import api as portability

LESSONS = (
    "Rare users are found by their rhythm, not by a window: they were called and signed off singly.",
    "One script still called after the end; it had been configured by somebody who left.",
)


def write(folder: Path, plan: SunsetPlan, story: Story) -> None:
    """`report.html` opens from the disk; `summary.json` holds what the promises are judged by."""
    folder.mkdir(parents=True, exist_ok=True)
    now = at(story.last_day, 12)
    page = closing_report(plan=plan, now=now, use=_use(now), figures=_figures(plan), lessons=LESSONS)
    (folder / "report.html").write_text(closing_report_html(page), encoding="utf-8")
    (folder / "summary.json").write_text(
        json.dumps(_summary(plan, story, now), ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8"
    )


def _use(now: datetime) -> list[tuple[date, int | None]]:
    found = analytics.usage(module_key=activity.MODULE, now=now)
    return [(each.date, each.users) for each in found.daily]


def _figures(plan: SunsetPlan) -> list[Figure]:
    took = notifications.Delivery.objects.filter(touchpoint__plan=plan, status__in=TOOK).count()
    exports = portability.Export.objects.filter(account__in=affected_accounts(plan), verified_at__isnull=False).count()
    return [
        Figure("Notices", "deliveries accepted", str(took), "delivery ledger"),
        Figure("Exports", "downloaded and verified", str(exports), "export ledger"),
    ]


def _summary(plan: SunsetPlan, story: Story, now: datetime) -> dict[str, object]:
    audit = prove_audit(now=now)
    accounts = [_account(plan, account, now) for account in affected_accounts(plan)]
    mails = notifications.Delivery.objects.filter(touchpoint__plan=plan, channel="email")
    return {
        "plan": plan.key,
        "stage": plan.stage,
        "accounts": accounts,
        "unreached": sum(not each["reached"] for each in accounts),
        "uncertain": mails.filter(status=DeliveryStatus.UNCERTAIN).count(),
        "bounced": mails.filter(status=DeliveryStatus.HARD_BOUNCED).count(),
        "blockers_before_off": len(story.refusals),
        "stragglers": Straggler.objects.filter(plan=plan).count(),
        "audit": {
            "events": audit.verified,
            "waiting": audit.waiting,
            "fault": audit.fault.sentence if audit.fault else None,
        },
        "message_ids": sorted(mails.filter(status__in=TOOK).values_list("message_id", flat=True)),
    }


def _account(plan: SunsetPlan, account: Account, now: datetime) -> dict[str, object]:
    findings = portability.account_findings(account=account, plan=plan, now=now)
    mandatory = notifications.Obligation.objects.filter(notice__plan=plan, account=account)
    proven = mandatory.filter(status__in=["reached", "acknowledged"])
    return {
        "account": account.key,
        "tier": account.tier,
        "reached": proven.exists(),
        "notices": sorted(
            set(
                notifications.Delivery.objects.filter(
                    touchpoint__plan=plan, account=account, status__in=TOOK
                ).values_list("channel", flat=True)
            )
        ),
        "notices_proven": proven.count(),
        "export": findings["export_settled"].value,
        "export_detail": findings["export_settled"].detail,
        "receipts": [
            {"uuid": str(each.uuid), "sha256": each.package_sha256, "complete": each.is_complete}
            for each in portability.exports_of(account)
        ],
        "archive": "equal" if findings["archive_restored"].value is True else "not proven",
    }
