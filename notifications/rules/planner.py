"""Which contacts should exist for a plan, given its dates, its accounts and what they have heard already?"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import LADDER, Stage
from notifications.rules.news import announcement, correction, step_key, withdrawal
from notifications.rules.notice_codes import Channel
from notifications.rules.picture import AccountPicture, Picture
from notifications.rules.planned import Contact, Planned
from notifications.rules.send_window import number_of, opening, planned_instant, spread
from notifications.rules.series import NEWS, Dated, dated_series, heard_of, is_wanted, late_until, unseen_by_mail

PLANNABLE = frozenset(LADDER[LADDER.index(Stage.DECIDED) : LADDER.index(Stage.CLOSED)]) | {Stage.PAUSED}
WITHDRAWN = frozenset({Stage.CANCELLED, Stage.ROLLED_BACK})


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a contact of alike accounts leaves: spread over the window from `opens_at`, else at that very instant.

    `after` is the step and revision of the call that it follows, '' for none.
    """

    opens_at: datetime
    salt: int | None
    after: tuple[str, int] = ("", 0)


_Series = tuple[Sequence[_Moment], Sequence[tuple[Contact, int]]]  # each contact with the place of its moment


def plan_touchpoints(picture: Picture, *, now: datetime) -> tuple[Planned, ...]:
    """Every contact that is still to come or under way, of every account; what was heard is history, not repeated."""
    return tuple(each_touchpoint(picture, now=now))


def each_touchpoint(picture: Picture, *, now: datetime) -> Iterator[Planned]:
    """The same one by one, account by account in the order of the picture, for who need not hold them all.

    Accounts that are alike share their contacts: only the instant within the day is each one's own.
    """
    is_running = picture.stage in PLANNABLE and MilestoneKind.OFF in picture.milestones
    if not is_running and picture.stage not in WITHDRAWN:
        return
    known: dict[Hashable, _Series] = {}
    days: dict[Hashable, list[Dated]] = {}
    for account in picture.accounts:
        alike = account.alike
        series = known.get(alike)
        if series is None:
            series = known[alike] = _series(list(_wanted(picture, account, days, now)), account.zone)
        yield from _of_account(account, series)


def _of_account(account: AccountPicture, series: _Series) -> list[Planned]:
    moments, contacts = series
    key, number = account.key, number_of(account.key)
    at = [
        _after_call(each, account) if each.salt is None else each.opens_at + spread(number, each.salt)
        for each in moments
    ]
    return [Planned(contact, key, at[place]) for contact, place in contacts]


def _wanted(
    picture: Picture, account: AccountPicture, days: dict[Hashable, list[Dated]], now: datetime
) -> Iterator[tuple[Dated, bool]]:
    """Each contact on its day, and whether it is news: those wait as long as they must."""
    today = now.astimezone(ZoneInfo(account.zone)).date()
    if picture.stage in WITHDRAWN:
        yield from ((each, True) for each in withdrawal(picture, account, today))
        return
    account = replace(account, told=account.since_withdrawal, spoken=account.spoken_since_withdrawal)
    place = (account.tier, account.days, account.taken)
    if place not in days:
        days[place] = dated_series(picture, account)
    news = [*announcement(picture, account, days[place], today), *correction(picture, account, today)]
    yield from ((each, True) for each in news)
    heard = heard_of(account, news)
    for each in (*days[place], *unseen_by_mail(account, days[place])):
        if each.step.notice not in NEWS and is_wanted(each, account, today, heard):
            yield each, False


def _series(wanted: list[tuple[Dated, bool]], zone: str) -> _Series:
    moments: dict[_Moment, int] = {}
    contacts = []
    for each, is_news in wanted:
        moment = _moment(each, zone)
        contacts.append((_contact(each, is_news=is_news), moments.setdefault(moment, len(moments))))
    return tuple(moments), tuple(contacts)


def _contact(each: Dated, *, is_news: bool) -> Contact:
    step = each.step
    return Contact(
        day=each.day,
        channel=step.channel,
        notice=step.notice,
        step=step_key(each),
        anchor=step.anchor,
        revision=each.promise.revision,
        mandatory=step.mandatory,
        late_until=None if is_news else late_until(each),
    )


def _moment(each: Dated, zone: str) -> _Moment:
    step = each.step
    if step.follows_call:
        afternoon = planned_instant(each.day, zone, key="", after_call=True)
        return _Moment(afternoon, None, (f"{step.moment}.{Channel.DESK_TASK}", each.promise.revision))
    return _Moment(opening(each.day, zone), number_of(step.moment))


def _after_call(moment: _Moment, account: AccountPicture) -> datetime:
    """Writing follows its call: at once when the call was made, else in the afternoon."""
    made = [each.at for each in account.told if (each.step, each.revision) == moment.after]
    return max(made, default=moment.opens_at)
