"""Which contacts should exist for a plan, given its dates, its accounts and what they have heard already?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.cadence import FLOOR_WRITING, Step, steps_of
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Planned, Promise, Told
from notifications.rules.relative_date import RelativeDate
from notifications.rules.send_window import planned_instant
from notifications.rules.working_days import WorkingDays, at_or_after, at_or_before, shifted

CAP_WORKING_DAYS = 3  # at most one optional notice in so many working days
REPEAT_AFTER = timedelta(days=7)  # a step heard under an old date is repeated for the new one after this
OPTIONAL_AFTER = timedelta(days=14)  # how late a follow-up may leave
PLANNABLE = frozenset(LADDER[LADDER.index(Stage.DECIDED) : LADDER.index(Stage.CLOSED)]) | {Stage.PAUSED}
_NEWS = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION})
_BEFORE_THE_END = _NEWS | {NoticeCode.SUNSET_REMINDER, NoticeCode.LAST_CALL}


@dataclass(frozen=True, slots=True)
class _Dated:
    step: Step
    promise: Promise
    day: date


_Shared = dict[tuple[Tier, WorkingDays], list[_Dated]]  # the days of a series depend on tier and calendar alone


def plan_touchpoints(picture: Picture, *, now: datetime) -> tuple[Planned, ...]:
    """Every contact that is still to come or under way, of every account; what was heard is history, not repeated."""
    if picture.stage is Stage.CANCELLED:
        return tuple(each for account in picture.accounts for each in _withdrawal(picture, account, now))
    if picture.stage not in PLANNABLE or MilestoneKind.OFF not in picture.milestones:
        return ()
    shared: _Shared = {}
    return tuple(each for account in picture.accounts for each in _series(picture, account, shared, now))


def _series(picture: Picture, account: AccountPicture, shared: _Shared, now: datetime) -> Iterator[Planned]:
    today = now.astimezone(ZoneInfo(account.zone)).date()
    alike = (account.tier, account.days)
    if alike not in shared:
        shared[alike] = _capped(_dated(picture, account), account)
    dated = shared[alike]
    news = [*_announcement(picture, account, dated, today), *_correction(picture, account, today)]
    yield from news
    heard = [each.day for each in account.told if each.notice in _NEWS]
    heard_until = max((*heard, *(each.day for each in news)), default=date.min)
    for each in dated:
        if each.step.notice not in _NEWS and _is_wanted(each, account, today, heard_until):
            yield _planned(account, each.step, each.day, each.promise)


def _dated(picture: Picture, account: AccountPicture) -> list[_Dated]:
    found = []
    for step in steps_of(picture.criticality, account.tier):
        promise = picture.milestones.get(step.anchor)
        if promise:
            found.append(_Dated(step, promise, step.offset.on(promise.day, account.days)))
    return sorted(found, key=lambda each: (each.day, each.step.key))


def _capped(dated: Iterable[_Dated], account: AccountPicture) -> list[_Dated]:
    """Leave out an optional contact that comes too soon after another through the same channel."""
    kept: list[_Dated] = []
    free_from: dict[Channel, date] = {}
    for each in dated:
        channel = each.step.channel
        if not each.step.mandatory and each.day < free_from.get(channel, date.min):
            continue
        kept.append(each)
        free_from[channel] = shifted(each.day, CAP_WORKING_DAYS, account.days)
    return kept


def _announcement(picture: Picture, account: AccountPicture, dated: Iterable[_Dated], today: date) -> Iterator[Planned]:
    """A late start folds every step of the past into one announcement today."""
    announced = [each for each in account.told if each.notice is NoticeCode.SUNSET_ANNOUNCED]
    for each in dated:
        if each.step.notice is not NoticeCode.SUNSET_ANNOUNCED:
            continue
        if not account.told or _is_half_told(announced, each.step.key, each.promise.revision):
            day = max(_announce_day(picture, account, each.day), at_or_after(today, account.days))
            if day < each.promise.day:
                yield _planned(account, each.step, day, each.promise, endless=True)


def _announce_day(picture: Picture, account: AccountPicture, day: date) -> date:
    if account.announce_by:
        day = min(day, at_or_before(account.announce_by, account.days))
    opening = picture.milestones.get(MilestoneKind.ANNOUNCE)
    return max(day, at_or_after(opening.day, account.days)) if opening else day


def _is_half_told(told: Iterable[Told], step: str, revision: int) -> bool:
    """Whether the other channels of the same contact went out already, and this one not."""
    of_revision = [each.step for each in told if each.revision == revision]
    return bool(of_revision) and step not in of_revision


def _correction(picture: Picture, account: AccountPicture, today: date) -> Iterator[Planned]:
    """Only who knows an old date hears of the new one; two moves before it leaves make one correction."""
    if not account.told:
        return
    corrected = [each for each in account.told if each.notice is NoticeCode.CORRECTION]
    last = max(account.told, key=lambda each: each.at)
    current = dict(picture.dates)
    moved = any(kind in current and current[kind] != day for kind, day in last.dates)
    for channel in _channels(account.tier):
        key = f"{NoticeCode.CORRECTION}.{channel}"
        if moved or _is_half_told(corrected, key, picture.revision):
            step = _extra(account, channel, NoticeCode.CORRECTION)
            promise = Promise(current[MilestoneKind.OFF], picture.revision)
            yield _planned(account, step, at_or_after(today, account.days), promise, key=key, endless=True)


def _withdrawal(picture: Picture, account: AccountPicture, now: datetime) -> Iterator[Planned]:
    """Exactly those who were told hear that the plan is withdrawn."""
    if not account.told:
        return
    today = at_or_after(now.astimezone(ZoneInfo(account.zone)).date(), account.days)
    said = {each.step for each in account.told if each.notice is NoticeCode.CANCELLED}
    for channel in _channels(account.tier):
        key = f"{NoticeCode.CANCELLED}.{channel}"
        if key not in said:
            step = _extra(account, channel, NoticeCode.CANCELLED)
            yield _planned(account, step, today, Promise(today), key=key, endless=True)


def _channels(tier: Tier) -> tuple[Channel, ...]:
    return (Channel.DESK_TASK, *FLOOR_WRITING) if tier is Tier.KEY else FLOOR_WRITING


def _extra(account: AccountPicture, channel: Channel, notice: NoticeCode) -> Step:
    return Step(account.tier, MilestoneKind.OFF, RelativeDate(0), channel, notice, mandatory=True)


def _is_wanted(each: _Dated, account: AccountPicture, today: date, heard_until: date) -> bool:
    step = each.step
    if account.is_clear and not step.mandatory:
        return False
    if step.notice in _BEFORE_THE_END and each.day <= heard_until:
        return False
    late_until = _late_until(each)
    if late_until is not None and today > late_until:
        return False
    told = [before for before in account.told if before.notice is step.notice and before.step == step.key]
    return all(before.revision != each.promise.revision and each.day >= before.day + REPEAT_AFTER for before in told)


def _late_until(each: _Dated) -> date | None:
    """A text that counts on n days to go leaves while at least two thirds of them are left; the floor goes later."""
    if each.step.notice in {NoticeCode.SWITCHED_OFF, NoticeCode.AFTER}:
        return None if each.step.mandatory else each.day + OPTIONAL_AFTER
    eve = each.promise.day - timedelta(days=1)
    return eve if each.step.mandatory else min(eve, each.day + (each.promise.day - each.day) // 3)


def _planned(
    account: AccountPicture, step: Step, day: date, promise: Promise, *, key: str = "", endless: bool = False
) -> Planned:
    late_until = None if endless else _late_until(_Dated(step, promise, day))
    return Planned(
        account=account.key,
        day=day,
        channel=step.channel,
        notice=step.notice,
        step=key or step.key,
        anchor=step.anchor,
        revision=promise.revision,
        mandatory=step.mandatory,
        at=_instant(account, step, day, promise),
        late_until=late_until,
    )


def _instant(account: AccountPicture, step: Step, day: date, promise: Promise) -> datetime:
    """Writing follows its call: at once when the call was made, else in the afternoon."""
    call = f"{step.moment}.{Channel.DESK_TASK}"
    if step.follows_call:
        made = [each.at for each in account.told if (each.step, each.revision) == (call, promise.revision)]
        if made:
            return max(made)
    return planned_instant(day, account.zone, key=f"{account.key}/{step.moment}", after_call=step.follows_call)
