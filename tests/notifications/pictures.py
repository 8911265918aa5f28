"""Which plan and accounts do the planner's tests speak of?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Promise, Told
from notifications.rules.planned import Existing, Planned
from notifications.rules.planner import plan_touchpoints
from notifications.rules.statuses import TouchpointStatus

NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)
OFF = date(2027, 6, 1)


def acme(**changes: object) -> AccountPicture:
    return replace(AccountPicture("acme", Tier.KEY), **changes)  # type: ignore[arg-type]  # fields by name


def corner_shop(**changes: object) -> AccountPicture:
    return replace(AccountPicture("corner_shop", Tier.STANDARD), **changes)  # type: ignore[arg-type]  # fields by name


def picture(
    *accounts: AccountPicture,
    off: date = OFF,
    others: Mapping[MilestoneKind, date] | None = None,
    stage: Stage = Stage.ANNOUNCED,
    criticality: Criticality = Criticality.CORE,
    revision: int = 1,
) -> Picture:
    dates = {MilestoneKind.OFF: off, **(others or {})}
    return Picture(
        stage=stage,
        criticality=criticality,
        milestones={kind: Promise(day, revision) for kind, day in dates.items()},
        accounts=accounts or (acme(),),
    )


def planned(of: Picture, now: datetime = NOON) -> tuple[Planned, ...]:
    return plan_touchpoints(of, now=now)


def told(each: Planned, dates: Mapping[MilestoneKind, date]) -> Told:
    return Told(each.notice, each.step, each.revision, each.day, each.at, tuple(dates.items()))


def heard(of: Picture, until: date, now: datetime = NOON) -> tuple[Told, ...]:
    """Everything planned up to a day, as if it had been sent."""
    return tuple(told(each, dict(of.dates)) for each in planned(of, now) if each.day <= until)


def row(each: Planned, number: int, status: TouchpointStatus = TouchpointStatus.PLANNED) -> Existing:
    return Existing(
        id=number,
        account=each.account,
        notice=each.notice,
        step=each.step,
        revision=each.revision,
        status=status,
        at=each.at,
        late_until=each.late_until,
    )


def days_of(found: tuple[Planned, ...], notice: NoticeCode) -> list[date]:
    return sorted({each.day for each in found if each.notice is notice})
