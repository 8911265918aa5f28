"""What do a plan and its accounts look like at this moment, frozen for the planner?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from lifecycle.api import Account, SunsetPlan, affected_accounts, newest_facts, promises_of
from lifecycle.rules.gates import Fact
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.models import DeskTask, InboxMessage, Touchpoint
from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Dates, Picture, Promise, Spoken, Taken, Told
from notifications.services.calendars import CalendarBook
from notifications.services.floors import FloorBook
from notifications.services.other_plans import taken_by_others

Promises = Mapping[MilestoneKind, Promise]
_SETTLING = ("usage_below", "export_settled")  # what makes an account clear


def picture_of(
    plan: SunsetPlan, *, now: datetime, stage: Stage | None = None, promises: Promises | None = None
) -> Picture:
    """Accounts in the order of their keys; `stage` and `promises` look at the plan as if it had them (simulation)."""
    dated = promises if promises is not None else standing_promises(plan)
    look = Look.at(plan, now=now, stage=stage or Stage(plan.stage), dated=dated)
    return look.picture(concerned(plan), is_whole=True)


def standing_promises(plan: SunsetPlan) -> dict[MilestoneKind, Promise]:
    return {each.kind: Promise(each.date, each.revision) for each in promises_of(plan)}


@dataclass(frozen=True, slots=True)
class Look:
    """What all accounts of a plan have in common, read once."""

    plan: SunsetPlan
    now: datetime
    stage: Stage
    dated: Promises
    calendars: CalendarBook
    floors: FloorBook

    @classmethod
    def at(cls, plan: SunsetPlan, *, now: datetime, stage: Stage, dated: Promises) -> "Look":
        years = [each.day.year for each in dated.values()]
        calendars = CalendarBook.read(first_year=now.year, last_year=max(years, default=0))
        return cls(plan, now, stage, dated, calendars, FloorBook.read(plan))

    def picture(self, accounts: Sequence[Account], *, is_whole: bool = False) -> Picture:
        ids = None if is_whole else [each.pk for each in accounts]
        known = _Known(
            facts=newest_facts(self.plan, of=_SETTLING, about=ids),
            told=told_of(self.plan, ids, has_light=any(each.tier == Tier.LIGHT for each in accounts)),
            taken=taken_by_others(self.plan, ids, now=self.now),
            spoken=spoken_of(self.plan, ids),
        )
        return Picture(
            stage=self.stage,
            criticality=Criticality(self.plan.module.criticality),
            milestones=self.dated,
            accounts=tuple(self._account(each, known) for each in accounts),
            calendar=self.calendars.version,
        )

    def _account(self, account: Account, known: "_Known") -> AccountPicture:
        days, off = self.calendars.of(account), self.dated.get(MilestoneKind.OFF)
        return AccountPicture(
            key=account.key,
            tier=Tier(account.tier),
            zone=account.timezone,
            days=days,
            is_clear=_is_clear(known.facts, account.key),
            announce_by=self.floors.announce_by(off.day, account, days) if off else None,
            told=tuple(known.told.get(account.pk, ())),
            taken=known.taken.get(account.pk, ()),
            spoken=tuple(known.spoken.get(account.pk, ())),
            place=account.country.strip().upper(),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """By account."""

    facts: Mapping[tuple[str, str], Fact]
    told: Mapping[int, list[Told]]
    taken: Mapping[int, tuple[Taken, ...]]
    spoken: Mapping[int, list[Spoken]]


def concerned(plan: SunsetPlan) -> list[Account]:
    """Who ever used the module, and whoever was told although nobody counts them any more."""
    return sorted(concerned_accounts(plan), key=lambda each: each.key)


def concerned_accounts(plan: SunsetPlan) -> QuerySet[Account]:
    affected = affected_accounts(plan).order_by().values("pk")
    told = Touchpoint.objects.filter(plan=plan, told_at__isnull=False).order_by().values("account_id")
    return Account.objects.filter(pk__in=affected.union(told))


def _is_clear(facts: Mapping[tuple[str, str], Fact], account: str) -> bool:
    """Known to be unused and known to be settled; unknown is neither."""
    use, export = facts.get(("usage_below", account)), facts.get(("export_settled", account))
    return bool(use and export and use.value == 0 and use.value is not False and export.value is True)


def told_of(
    plan: SunsetPlan, accounts: Collection[int] | None, *, has_light: bool = False
) -> defaultdict[int, list[Told]]:
    found: defaultdict[int, list[Told]] = defaultdict(list)
    rows = _contacts(plan, accounts).filter(told_at__isnull=False).order_by("id")
    names = ("pk", "account_id", "account__timezone", "notice__code", "step", "date_revision", "told_at", "told_dates")
    unseen = _unseen(plan, accounts) if has_light else set()
    for pk, account_id, zone, code, step, revision, at, dates in rows.values_list(*names).iterator():
        day = at.astimezone(ZoneInfo(zone)).date()
        told = Told(NoticeCode(code), step, revision, day, at, dates_from(dates), is_unseen=pk in unseen)
        found[account_id].append(told)
    return found


def spoken_of(plan: SunsetPlan, accounts: Collection[int] | None) -> defaultdict[int, list[Spoken]]:
    found: defaultdict[int, list[Spoken]] = defaultdict(list)
    calls = DeskTask.objects.filter(plan=plan, outcome__in=SPEAKS_FOR_ACCOUNT, closed_at__isnull=False)
    rows = calls.filter(script_dates__isnull=False)
    rows = rows if accounts is None else rows.filter(account__in=accounts)
    names = rows.order_by("id").values_list("account_id", "closed_at", "script_dates")
    for account, said in ((account, Spoken(at, dates_from(dates))) for account, at, dates in names if at):
        found[account].append(said)
    return found


def _contacts(plan: SunsetPlan, accounts: Collection[int] | None) -> QuerySet[Touchpoint]:
    """Of these accounts, or of all."""
    rows = Touchpoint.objects.filter(plan=plan)
    return rows if accounts is None else rows.filter(account__in=accounts)


def _unseen(plan: SunsetPlan, accounts: Collection[int] | None) -> set[int]:
    """Contacts of light accounts inside the product that need not be said, and that nobody has opened."""
    said = _contacts(plan, accounts).filter(told_at__isnull=False, channel=Channel.IN_APP)
    light = said.filter(account__tier=Tier.LIGHT, obligation=None)
    opened = InboxMessage.objects.filter(notice__plan=plan, seen_at__isnull=False).values("delivery_key")
    return set(light.exclude(deliveries__uuid__in=opened).values_list("pk", flat=True))


def dates_from(stored: Mapping[str, str] | None) -> Dates:
    return tuple((MilestoneKind(kind), date.fromisoformat(day)) for kind, day in (stored or {}).items())
