"""What would keep approved letters from arriving, or wear people out: the sender's records, quotas, hours?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.rules.sender_records import (
    SenderRecords,
    Standing,
    dkim_standing,
    dmarc_standing,
    envelope_standing,
)
from notifications.rules.workload import GMAIL_A_DAY, CallsOfWeek, MailsOfDay

BULK_A_DAY = 5_000  # from here on big mailbox providers refuse who lacks one of the three
NEAR_QUOTA = 0.8


@dataclass(frozen=True, slots=True)
class PreflightCheck:
    """One question with what was measured; its verdict blocks, cautions, or does neither."""

    name: str
    measured: str
    verdict: Verdict = field(default_factory=Verdict)


def sender_checks(records: SenderRecords | None, *, most_mails: int) -> tuple[PreflightCheck, ...]:
    """None: mail stays on this machine, and nobody asks for records. Unknown never blocks, and never counts as good."""
    if records is None:
        return (PreflightCheck("sender", "kept_here"),)
    found = {
        "spf": envelope_standing(records),
        "dkim": dkim_standing(records.dkim),
        "dmarc": dmarc_standing(records.dmarc),
    }
    has_no_spf = found["spf"].is_fault or found["spf"] is Standing.UNALIGNED
    blocks = most_mails >= BULK_A_DAY or (has_no_spf and found["dkim"].is_fault)
    whose = {"spf": records.envelope_domain or records.domain}
    return tuple(
        PreflightCheck(name, standing, _of_sender(name, standing, whose.get(name, records.domain), blocks=blocks))
        for name, standing in found.items()
    )


def _of_sender(name: str, standing: Standing, domain: str, *, blocks: bool) -> Verdict:
    if standing is Standing.GOOD:
        return Verdict()
    is_known = standing.is_fault or standing is Standing.UNALIGNED
    reason = Reason.BROKEN_RULE if is_known else Reason.UNKNOWN
    found = blocked(f"preflight_{name}_{standing}", reason, domain=domain)
    return found if blocks and standing.is_fault else _warn(found)


def quota_checks(mails: Iterable[MailsOfDay], *, quota: int) -> tuple[PreflightCheck, ...]:
    """`quota` is how many messages a day the provider takes, 0 where nobody said. Days hold all plans' mail."""
    days = tuple(mails)
    if not days:
        return ()
    busiest, gmail = max(days, key=lambda each: each.mails), max(days, key=lambda each: each.gmail)
    checks = [PreflightCheck("quota", str(busiest.mails), _against_quota(busiest, quota))]
    bulk = Verdict()
    if gmail.gmail >= GMAIL_A_DAY:
        bulk = _warn(blocked("preflight_gmail", Reason.BELOW, count=gmail.gmail, day=gmail.day.isoformat()))
    return (*checks, PreflightCheck("gmail", str(gmail.gmail), bulk))


def _against_quota(busiest: MailsOfDay, quota: int) -> Verdict:
    def found(rule: str, reason: Reason) -> Verdict:
        day = busiest.day.isoformat()
        return blocked(f"preflight_quota_{rule}", reason, count=busiest.mails, day=day, limit=quota)

    if not quota:
        return _warn(found("unknown", Reason.UNKNOWN))
    if busiest.mails > quota:
        return found("over", Reason.BROKEN_RULE)
    return _warn(found("near", Reason.BELOW)) if busiest.mails > quota * NEAR_QUOTA else Verdict()


def call_checks(weeks: Iterable[CallsOfWeek], *, limit: int) -> tuple[PreflightCheck, ...]:
    """One check per person whose busiest week is too full, else one that says how full the fullest is."""
    fullest: dict[str, CallsOfWeek] = {}
    for week in weeks:
        known = fullest.get(week.csm)
        fullest[week.csm] = week if known is None or week.calls > known.calls else known
    over = [week for week in fullest.values() if week.calls > limit]
    if not over:
        most = max((week.calls for week in fullest.values()), default=0)
        return (PreflightCheck("calls", str(most)),) if most else ()
    return tuple(PreflightCheck("calls", str(week.calls), _too_many(week, limit)) for week in over)


def _too_many(week: CallsOfWeek, limit: int) -> Verdict:
    rule, day = "preflight_calls" if week.csm else "preflight_calls_nobody", week.monday.isoformat()
    return _warn(blocked(rule, Reason.BELOW, subject=week.csm, count=week.calls, day=day, limit=limit))


def _warn(found: Verdict) -> Verdict:
    return Verdict((), found.blockers)
