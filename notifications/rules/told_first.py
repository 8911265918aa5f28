"""On which day does an account first hear of the end that holds?"""

from collections.abc import Iterable
from datetime import date

from lifecycle.rules.milestones import MilestoneKind
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Told
from notifications.rules.planned import Planned
from notifications.rules.series import NEWS


def told_first(picture: Picture, contacts: Iterable[Planned]) -> dict[str, date]:
    """By account: when it heard of this end or an earlier one, else when it is going to; absent when never."""
    off_date = picture.milestones[MilestoneKind.OFF].day
    found: dict[str, date] = {}
    for each in contacts:
        if each.notice in {NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION}:
            found[each.account] = min(each.day, found.get(each.account, each.day))
    heard = {account.key: _heard(account, off_date) for account in picture.accounts}
    return found | {key: day for key, day in heard.items() if day is not None}


def _heard(account: AccountPicture, off_date: date) -> date | None:
    days = [each.day for each in account.told if each.notice in NEWS and _names(each, off_date)]
    return min(days, default=None)


def _names(told: Told, off_date: date) -> bool:
    """A later end is always allowed: whoever was told of an earlier one has had the time."""
    said = dict(told.dates).get(MilestoneKind.OFF)
    return said is not None and said <= off_date
