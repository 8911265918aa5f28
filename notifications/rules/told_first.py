"""On which day does an account first hear of the end that holds?"""

from collections.abc import Iterable, Iterator
from datetime import date

from lifecycle.rules.milestones import MilestoneKind
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Told
from notifications.rules.planned import Planned
from notifications.rules.series import NEWS
from notifications.rules.valid_end import Said, holds


def told_first(picture: Picture, contacts: Iterable[Planned]) -> dict[str, date]:
    """By account: when it heard of this end or an earlier one that still holds, else when it will; absent: never."""
    off_date = picture.milestones[MilestoneKind.OFF].day
    found: dict[str, date] = {}
    for each in contacts:
        if each.notice in {NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION}:
            found[each.account] = min(each.day, found.get(each.account, each.day))
    heard = {account.key: _heard(account, off_date) for account in picture.accounts}
    return found | {key: day for key, day in heard.items() if day is not None}


def _heard(account: AccountPicture, off_date: date) -> date | None:
    said = [(each, end) for each in account.told if (end := _said(each)) is not None]
    every = [*(end for _, end in said), *_called(account)]
    later_at = max((end.at for end in every if end.is_later_than(off_date)), default=None)
    news = (each.day for each, end in said if each.notice in NEWS and holds(end, off_date=off_date, later_at=later_at))
    return min(news, default=None)


def _called(account: AccountPicture) -> Iterator[Said]:
    for each in account.spoken:
        if end := dict(each.dates).get(MilestoneKind.OFF):
            yield Said(each.at, end)


def _said(told: Told) -> Said | None:
    """None where it named no end at all, which is something else than saying that there is none."""
    if told.notice is NoticeCode.CANCELLED:
        return Said(told.at, None)
    end = dict(told.dates).get(MilestoneKind.OFF)
    return Said(told.at, end) if end else None
