"""On which days does a series have its contacts, and which of them are still wanted?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from notifications.rules.cadence import Step, steps_of
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Promise
from notifications.rules.working_days import WorkingDays, shifted

CAP_WORKING_DAYS = 3  # at most one optional notice in so many working days
REPEAT_AFTER = timedelta(days=7)  # a step heard under an old date is repeated for the new one after this
OPTIONAL_AFTER = timedelta(days=14)  # how late a follow-up may leave
NEWS = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION})
_BEFORE_THE_END = NEWS | {NoticeCode.SUNSET_REMINDER, NoticeCode.LAST_CALL}


@dataclass(frozen=True, slots=True)
class Dated:
    """A step on its day."""

    step: Step
    promise: Promise
    day: date


def dated_series(picture: Picture, account: AccountPicture) -> list[Dated]:
    """The whole series of a tier in its working days, in the order of its days; it depends on nothing else."""
    found = []
    for step in steps_of(picture.criticality, account.tier):
        promise = picture.milestones.get(step.anchor)
        if promise:
            found.append(Dated(step, promise, step.offset.on(promise.day, account.days)))
    return _capped(sorted(found, key=lambda each: (each.day, each.step.key)), account.days)


def _capped(dated: Iterable[Dated], days: WorkingDays) -> list[Dated]:
    """Leave out an optional contact that comes too soon after another through the same channel."""
    kept: list[Dated] = []
    free_from: dict[Channel, date] = {}
    for each in dated:
        channel = each.step.channel
        if not each.step.mandatory and each.day < free_from.get(channel, date.min):
            continue
        kept.append(each)
        free_from[channel] = shifted(each.day, CAP_WORKING_DAYS, days)
    return kept


def is_wanted(each: Dated, account: AccountPicture, today: date, heard_until: date) -> bool:
    """Neither needless, nor heard already, nor too late."""
    step = each.step
    if account.is_clear and not step.mandatory:
        return False
    if step.notice in _BEFORE_THE_END and each.day <= heard_until:
        return False
    ends = late_until(each)
    if ends is not None and today > ends:
        return False
    told = [before for before in account.told if before.notice is step.notice and before.step == step.key]
    return all(before.revision != each.promise.revision and each.day >= before.day + REPEAT_AFTER for before in told)


def late_until(each: Dated) -> date | None:
    """A text that counts on n days to go leaves while at least two thirds of them are left; the floor goes later."""
    if each.step.notice in {NoticeCode.SWITCHED_OFF, NoticeCode.AFTER}:
        return None if each.step.mandatory else each.day + OPTIONAL_AFTER
    eve = each.promise.day - timedelta(days=1)
    return eve if each.step.mandatory else min(eve, each.day + (each.promise.day - each.day) // 3)
