"""What do a plan and its accounts look like at this moment, frozen for the planner?"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lifecycle.api import Account, SunsetPlan, affected_accounts, newest_facts, promises_of
from lifecycle.rules.gates import Fact
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.models import InboxMessage, Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Dates, Picture, Promise, Taken, Told
from notifications.rules.planned import Existing
from notifications.rules.statuses import TouchpointStatus
from notifications.services.calendars import CalendarBook
from notifications.services.floors import FloorBook
from notifications.services.other_plans import taken_by_others

Promises = Mapping[MilestoneKind, Promise]


def picture_of(
    plan: SunsetPlan, *, now: datetime, stage: Stage | None = None, promises: Promises | None = None
) -> Picture:
    """Accounts in the order of their keys; `stage` and `promises` look at the plan as if it had them (simulation)."""
    dated = promises if promises is not None else standing_promises(plan)
    off = dated.get(MilestoneKind.OFF)
    last_year = max((each.day.year for each in dated.values()), default=0)
    accounts = concerned(plan)
    known = _Known(
        facts=newest_facts(plan, of=["usage_below", "export_settled"]),
        told=_told(plan, has_light=any(each.tier == Tier.LIGHT for each in accounts)),
        off_date=off.day if off else None,
        calendars=CalendarBook.read(first_year=now.year, last_year=last_year),
        floors=FloorBook.read(plan),
        taken=taken_by_others(plan, now=now),
    )
    return Picture(
        stage=stage or Stage(plan.stage),
        criticality=Criticality(plan.module.criticality),
        milestones=dated,
        accounts=tuple(_account(account, known) for account in accounts),
        calendar=known.calendars.version,
    )


def standing_promises(plan: SunsetPlan) -> dict[MilestoneKind, Promise]:
    return {each.kind: Promise(each.date, each.revision) for each in promises_of(plan)}


@dataclass(frozen=True, slots=True)
class _Known:
    facts: Mapping[tuple[str, str], Fact]
    told: Mapping[int, list[Told]]
    off_date: date | None
    calendars: CalendarBook
    floors: FloorBook
    taken: Mapping[int, tuple[Taken, ...]]


def concerned(plan: SunsetPlan) -> list[Account]:
    """Who ever used the module, and whoever was told although nobody counts them any more."""
    affected = affected_accounts(plan).order_by().values("pk")
    told = Touchpoint.objects.filter(plan=plan, told_at__isnull=False).order_by().values("account_id")
    return sorted(Account.objects.filter(pk__in=affected.union(told)), key=lambda each: each.key)


def _account(account: Account, known: _Known) -> AccountPicture:
    days, off_date = known.calendars.of(account), known.off_date
    return AccountPicture(
        key=account.key,
        tier=Tier(account.tier),
        zone=account.timezone,
        days=days,
        is_clear=_is_clear(known.facts, account.key),
        announce_by=known.floors.announce_by(off_date, account, days) if off_date else None,
        told=tuple(known.told.get(account.pk, ())),
        taken=known.taken.get(account.pk, ()),
        place=account.country.strip().upper(),
    )


def _is_clear(facts: Mapping[tuple[str, str], Fact], account: str) -> bool:
    """Known to be unused and known to be settled; unknown is neither."""
    use, export = facts.get(("usage_below", account)), facts.get(("export_settled", account))
    return bool(use and export and use.value == 0 and use.value is not False and export.value is True)


def _told(plan: SunsetPlan, *, has_light: bool) -> defaultdict[int, list[Told]]:
    found: defaultdict[int, list[Told]] = defaultdict(list)
    rows = Touchpoint.objects.filter(plan=plan, told_at__isnull=False).order_by("id")
    names = ("pk", "account_id", "account__timezone", "notice__code", "step", "date_revision", "told_at", "told_dates")
    unseen = _unseen(plan) if has_light else set()
    for pk, account_id, zone, code, step, revision, at, dates in rows.values_list(*names).iterator():
        day = at.astimezone(ZoneInfo(zone)).date()
        told = Told(NoticeCode(code), step, revision, day, at, dates_from(dates), is_unseen=pk in unseen)
        found[account_id].append(told)
    return found


def _unseen(plan: SunsetPlan) -> set[int]:
    """Contacts of light accounts inside the product that need not be said, and that nobody has opened."""
    light = Touchpoint.objects.filter(
        plan=plan, account__tier=Tier.LIGHT, channel=Channel.IN_APP, obligation=None, told_at__isnull=False
    )
    opened = InboxMessage.objects.filter(notice__plan=plan, seen_at__isnull=False).values("delivery_key")
    return set(light.exclude(deliveries__uuid__in=opened).values_list("pk", flat=True))


def dates_from(stored: Mapping[str, str] | None) -> Dates:
    return tuple((MilestoneKind(kind), date.fromisoformat(day)) for kind, day in (stored or {}).items())


def existing_of(plan: SunsetPlan, accounts: Collection[str]) -> list[Existing]:
    """The rows of some accounts, by their keys."""
    rows = Touchpoint.objects.filter(plan=plan, account__key__in=accounts).order_by("id")
    names = ("id", "account__key", "notice__code", "step", "date_revision", "status", "due_at", "late_until", "told_at")
    return [
        Existing(pk, key, NoticeCode(code), step, revision, TouchpointStatus(status), at, late, told is not None)
        for pk, key, code, step, revision, status, at, late, told in rows.values_list(*names)
    ]


def accounts_with_contacts(plan: SunsetPlan) -> set[str]:
    """The keys of all who have any contact in the plan that is still to come or under way."""
    is_open = [status.value for status in TouchpointStatus if status.is_open]
    rows = Touchpoint.objects.filter(plan=plan, status__in=is_open)
    return set(rows.values_list("account__key", flat=True).distinct())
