"""Who hears today what is new to them: that a retirement is announced, that its dates moved, that it is withdrawn?"""

from collections.abc import Iterable, Iterator
from datetime import date

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.rules.cadence import FLOOR_WRITING, Step
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Promise, Told
from notifications.rules.relative_date import RelativeDate
from notifications.rules.series import Dated
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
    """Only who knows an old date hears of the new one; two moves before it leaves make one correction."""
    if not account.told:
        return
    corrected = [each for each in account.told if each.notice is NoticeCode.CORRECTION]
    current = dict(picture.dates)
    moved = any(kind in current and current[kind] != day for kind, day in account.last_heard)
    for channel in _channels(account.tier):
        if moved or _is_half_told(corrected, _key(NoticeCode.CORRECTION, channel), picture.revision):
            promise = Promise(current[MilestoneKind.OFF], picture.revision)
            yield Dated(_extra(account, channel, NoticeCode.CORRECTION), promise, at_or_after(today, account.days))


def withdrawal(picture: Picture, account: AccountPicture, today: date) -> Iterator[Dated]:
    """Exactly those who were told hear that the plan is withdrawn, and again when it came back in between."""
    if not account.told:
        return
    day = at_or_after(today, account.days)
    said = {each.step for each in account.told if each.notice is NoticeCode.CANCELLED}
    if account.since_withdrawal:
        said = set()
    for channel in _channels(account.tier):
        if _key(NoticeCode.CANCELLED, channel) not in said:
            yield Dated(_extra(account, channel, NoticeCode.CANCELLED), Promise(day, picture.revision), day)


def step_key(step: Step) -> str:
    """News beside the series are named by what they say, the steps of the series by when."""
    if step.notice in {NoticeCode.CORRECTION, NoticeCode.CANCELLED}:
        return _key(step.notice, step.channel)
    return step.key


def _key(notice: NoticeCode, channel: Channel) -> str:
    return f"{notice}.{channel}"


def _channels(tier: Tier) -> tuple[Channel, ...]:
    return (Channel.DESK_TASK, *FLOOR_WRITING) if tier is Tier.KEY else FLOOR_WRITING


def _extra(account: AccountPicture, channel: Channel, notice: NoticeCode) -> Step:
    return Step(account.tier, MilestoneKind.OFF, RelativeDate(0), channel, notice, mandatory=True)
