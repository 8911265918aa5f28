"""Who hears today what is new to them: that a retirement is announced, that its dates moved, that it is withdrawn?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.rules.cadence import FLOOR_WRITING, Step
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Promise, Told, told_otherwise
from notifications.rules.relative_date import RelativeDate
from notifications.rules.series import Dated
from notifications.rules.step_names import again_of, is_planned, news_step
from notifications.rules.working_days import at_or_after, at_or_before


def announcement(picture: Picture, account: AccountPicture, dated: Iterable[Dated], today: date) -> Iterator[Dated]:
    """A late start folds every step of the past into one announcement today."""
    announced = [each for each in account.told if each.notice is NoticeCode.SUNSET_ANNOUNCED]
    for each in dated:
        if each.step.notice is not NoticeCode.SUNSET_ANNOUNCED:
            continue
        if not account.told or _is_half_told(announced, each.step.key, each.promise.revision):
            day = max(_announce_day(picture, account, each.day), at_or_after(today, account.days))
            if day < each.promise.day:
                yield Dated(each.step, each.promise, day)


def _announce_day(picture: Picture, account: AccountPicture, day: date) -> date:
    if account.announce_by:
        day = min(day, at_or_before(account.announce_by, account.days))
    opening = picture.milestones.get(MilestoneKind.ANNOUNCE)
    return max(day, at_or_after(opening.day, account.days)) if opening else day


def _is_half_told(told: Iterable[Told], step: str, revision: int) -> bool:
    """Whether the other channels of the same contact went out already, and this one not."""
    of_revision = [each.step for each in told if each.revision == revision]
    return bool(of_revision) and step not in of_revision


def correction(picture: Picture, account: AccountPicture, today: date) -> Iterator[Dated]:
    """Only who knows an old date hears of the new one; two moves before it leaves make one correction.

    It says what was wrong, so that whoever has heard the new date otherwise gets it all the same.
    """
    if not account.told:
        return
    current, day = dict(picture.dates), at_or_after(today, account.days)
    said = [each for each in account.told if each.notice is NoticeCode.CORRECTION and is_planned(each.step)]
    said = [each for each in said if each.revision == picture.revision]
    is_wrong = bool(told_otherwise(account.since_correction, current))
    done = {each.step for each in said}
    again = _again(said, account, current) if is_wrong else max(map(again_of, done), default=0)
    promise = Promise(current[MilestoneKind.OFF], picture.revision)
    for channel in _channels(account.tier):
        if is_wrong or (done and news_step(NoticeCode.CORRECTION, channel, again) not in done):
            yield Dated(_extra(account, channel, NoticeCode.CORRECTION), promise, day, again=again)


def _again(said: Sequence[Told], account: AccountPicture, current: Mapping[MilestoneKind, date]) -> int:
    """Once more for each call that told other dates after these were corrected; it never counts on by itself."""
    first = min((each.at for each in said), default=None)
    if first is None:
        return 0
    return sum(each.at > first and bool(told_otherwise([each], current)) for each in account.spoken)


def withdrawal(picture: Picture, account: AccountPicture, today: date) -> Iterator[Dated]:
    """Exactly those who were told hear that the plan is withdrawn, and again when it came back in between."""
    if not account.told:
        return
    day = at_or_after(today, account.days)
    said = {each.step for each in account.told if each.notice is NoticeCode.CANCELLED}
    if account.since_withdrawal:
        said = set()
    for channel in _channels(account.tier):
        if news_step(NoticeCode.CANCELLED, channel) not in said:
            yield Dated(_extra(account, channel, NoticeCode.CANCELLED), Promise(day, picture.revision), day)


def step_key(each: Dated) -> str:
    """News beside the series are named by what they say, the steps of the series by when."""
    if each.step.notice in {NoticeCode.CORRECTION, NoticeCode.CANCELLED}:
        return news_step(each.step.notice, each.step.channel, each.again)
    return each.step.key


def _channels(tier: Tier) -> tuple[Channel, ...]:
    return (Channel.DESK_TASK, *FLOOR_WRITING) if tier is Tier.KEY else FLOOR_WRITING


def _extra(account: AccountPicture, channel: Channel, notice: NoticeCode) -> Step:
    return Step(account.tier, MilestoneKind.OFF, RelativeDate(0), channel, notice, mandatory=True)
