"""Which contacts would come, move or be taken back if a plan had other dates?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.planned import Planned


class Turn(StrEnum):
    CREATED = "created"
    MOVED = "moved"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class ChangedContact:
    """`before` and `after` are instants (UTC); one of them is None for what comes or goes."""

    turn: Turn
    account: str
    notice: NoticeCode
    channel: Channel
    step: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """`rows` in the order of their instants."""

    rows: tuple[ChangedContact, ...]
    unchanged: int

    def count(self, turn: Turn) -> int:
        return sum(row.turn is turn for row in self.rows)

    @property
    def corrections(self) -> int:
        """Contacts that tell somebody who knows the old dates that they no longer hold."""
        return sum(row.notice is NoticeCode.CORRECTION and row.turn is Turn.CREATED for row in self.rows)


def difference(before: Iterable[Planned], after: Iterable[Planned]) -> Difference:
    """A contact is the same one as long as its notice, account and step are; how often the dates moved is no matter."""
    old = {(each.notice, each.account, each.step): each for each in before}
    new = {(each.notice, each.account, each.step): each for each in after}
    rows = sorted(_rows(old, new), key=lambda row: (row.after or row.before, row.account, row.step))
    return Difference(tuple(rows), unchanged=sum(key in old and _is_same(old[key], each) for key, each in new.items()))


_Contacts = dict[tuple[NoticeCode, str, str], Planned]


def _rows(old: _Contacts, new: _Contacts) -> Iterator[ChangedContact]:
    for key in old.keys() | new.keys():
        was, will = old.get(key), new.get(key)
        if was and will and not _is_same(was, will):
            yield _row(Turn.MOVED, will, was.at, will.at)
        elif will and not was:
            yield _row(Turn.CREATED, will, None, will.at)
        elif was and not will:
            yield _row(Turn.TAKEN_BACK, was, was.at, None)


def _is_same(was: Planned, will: Planned) -> bool:
    return was.at == will.at


def _row(turn: Turn, each: Planned, before: datetime | None, after: datetime | None) -> ChangedContact:
    return ChangedContact(turn, each.account, each.notice, each.channel, each.step, before, after)
