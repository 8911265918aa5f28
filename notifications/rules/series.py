"""On which days does a series have its contacts, and which of them are still wanted?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from notifications.rules.cadence import Step, steps_of
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Promise
from notifications.rules.working_days import WorkingDays, shifted

CAP_WORKING_DAYS = 3  # at most one optional notice in so many working days
UNSEEN_WORKING_DAYS = 5  # after which what nobody opened in the product is written to them
REPEAT_AFTER = timedelta(days=7)  # a step heard under an old date is repeated for the new one after this
OPTIONAL_AFTER = timedelta(days=14)  # how late a follow-up may leave
NEWS = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION})


@dataclass(frozen=True, slots=True)
class Dated:
    """A step on its day; `meant` is the day that it would have had without a contact of another plan beside it.

    `again` counts how often the same news had to be said anew.
    """

    step: Step
    promise: Promise
    day: date
    meant: date | None = None
    again: int = 0


def dated_series(picture: Picture, account: AccountPicture) -> list[Dated]:
    """The whole series of a tier in its working days and around other plans; it depends on nothing else."""
    found = []
    for step in steps_of(picture.criticality, account.tier):
        promise = picture.milestones.get(step.anchor)
        if promise:
            found.append(Dated(step, promise, step.offset.on(promise.day, account.days)))
    spaced = [each for each in (_beside_others(dated, account) for dated in found) if each]
    return _capped(sorted(spaced, key=lambda each: (each.day, each.step.key)), account.days)


def _beside_others(each: Dated, account: AccountPicture) -> Dated | None:
    """An optional contact waits until it is far enough from what other plans say; None when it would be stale by then.

    It goes along with what leaves soon and can hold it: later than its day while that is in time, never earlier.
    The floor beats the cap: a mandatory contact keeps its day, whatever is beside it.
    """
    if each.step.mandatory or not account.taken:
        return each
    ends, day = late_until(each), each.day
    beside = [other for other in account.taken if other.channel is each.step.channel]
    for other in sorted(beside, key=lambda other: (other.day, other.is_open)):
        if _is_near(day, other.day, account.days):
            joins = other.is_open and other.day >= day and (ends is None or other.day <= ends)
            day = other.day if joins else shifted(other.day, CAP_WORKING_DAYS, account.days)
    if day == each.day:
        return each
    return Dated(each.step, each.promise, day, meant=each.day) if ends is None or day <= ends else None


def _is_near(day: date, other: date, days: WorkingDays) -> bool:
    first, second = min(day, other), max(day, other)
    return second < shifted(first, CAP_WORKING_DAYS, days)


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


def unseen_by_mail(account: AccountPicture, series: Iterable[Dated]) -> Iterator[Dated]:
    """What a light account was told inside the product, and nobody opened for five working days, comes by mail."""
    unseen = {(each.step, each.revision): each.day for each in account.told if each.is_unseen}
    for each in series:
        said = unseen.get((each.step.key, each.promise.revision))
        if said is not None and not each.step.mandatory:
            mail = replace(each.step, channel=Channel.EMAIL)
            dated = _beside_others(Dated(mail, each.promise, shifted(said, UNSEEN_WORKING_DAYS, account.days)), account)
            if dated is not None:
                yield dated


@dataclass(frozen=True, slots=True)
class Heard:
    """`news_on`: when the account last heard how things stand; `to_come`: when it still will, by each channel.

    `announced_on`: when it heard, or will hear, of anything at all.
    """

    news_on: date
    to_come: Mapping[Channel, date]
    announced_on: date

    def holds(self, each: Dated) -> bool:
        """What lies before news is said with them. A last call always goes, unless only now it is announced at all.

        A call that nobody makes, or a mailbox that takes nothing, keeps nothing back that goes another way.
        """
        coming = self.to_come.get(each.step.channel, date.min)
        folded = {NoticeCode.SUNSET_REMINDER: max(self.news_on, coming), NoticeCode.LAST_CALL: self.announced_on}
        return each.day <= folded.get(each.step.notice, date.min)


def heard_of(account: AccountPicture, news: Iterable[Dated]) -> Heard:
    """With the news that are still to leave."""
    told = [(each.notice, each.day) for each in account.told if each.notice in NEWS]
    coming = sorted(news, key=lambda each: each.day)
    known = (*told, *((each.step.notice, each.day) for each in coming))
    announced = (day for notice, day in known if notice is NoticeCode.SUNSET_ANNOUNCED)
    return Heard(
        news_on=max((day for _notice, day in told), default=date.min),
        to_come={each.step.channel: each.day for each in coming},
        announced_on=min(announced, default=date.min),
    )


def is_wanted(each: Dated, account: AccountPicture, today: date, heard: Heard) -> bool:
    """Neither needless, nor heard already, nor too late."""
    step = each.step
    if (account.is_clear and not step.mandatory) or heard.holds(each):
        return False
    ends = late_until(each)
    if ends is not None and today > ends:
        return False
    told = [before for before in account.told if before.notice is step.notice and before.step == step.key]
    return all(before.revision != each.promise.revision and each.day >= before.day + REPEAT_AFTER for before in told)


def late_until(each: Dated) -> date | None:
    """A text that counts on n days to go leaves while at least two thirds of them are left; the floor goes later."""
    if each.step.notice in {NoticeCode.SWITCHED_OFF, NoticeCode.AFTER}:
        return None if each.step.mandatory else (each.meant or each.day) + OPTIONAL_AFTER
    eve, day = each.promise.day - timedelta(days=1), each.meant or each.day
    return eve if each.step.mandatory else min(eve, day + (each.promise.day - day) // 3)
