"""How many messages leave on a day, how many calls has a person in a week, and is that too much?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from notifications.rules.notice_codes import Channel
from notifications.rules.packing import WAIT, Item, Shelf, pack
from notifications.rules.planned import Planned
from notifications.rules.send_window import number_of

GMAIL_A_DAY = 4_500  # at 5,000 a day a domain becomes a bulk sender for Gmail, for ever
CALLS_A_WEEK = 25  # what one person can do beside the rest: five a day
GMAIL = frozenset({"gmail.com", "googlemail.com"})


class Quota(StrEnum):
    GMAIL = "gmail"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class MailsOfDay:
    """`gmail` are those to personal Gmail addresses; `notices` are in them, more than mails where some are packed."""

    day: date
    mails: int
    gmail: int
    notices: int


@dataclass(frozen=True, slots=True)
class CallsOfWeek:
    """`monday` is the first day of the week; `csm` is '' where nobody is named."""

    csm: str
    monday: date
    calls: int


@dataclass(frozen=True, slots=True)
class QuotaWarning:
    """`who` is '' for all mail of the day."""

    quota: Quota
    who: str
    day: date
    count: int
    limit: int


def mails_by_day(
    contacts: Iterable[Planned], addresses: Mapping[str, tuple[str, ...]], *, is_packed: bool = True
) -> tuple[MailsOfDay, ...]:
    """`addresses` are those that a mail to the account goes to: one message each, or one for several accounts."""
    accounts = Counter(address for known in addresses.values() for address in known)
    mails: Counter[date] = Counter()
    gmail: Counter[date] = Counter()
    notices: Counter[date] = Counter()
    met: defaultdict[tuple[date, str], list[Item]] = defaultdict(list)
    for each in contacts:
        for address in addresses.get(each.account, ()) if each.channel is Channel.EMAIL else ():
            notices[each.day] += 1
            if is_packed and accounts[address] > 1:
                met[each.day, address].append(_item(each, address))
                continue
            mails[each.day] += 1
            gmail[each.day] += _is_gmail(address)
    for (day, address), items in met.items():
        letters = len(pack(items))
        mails[day] += letters
        gmail[day] += letters * _is_gmail(address)
    return tuple(MailsOfDay(day, mails[day], gmail[day], count) for day, count in sorted(notices.items()))


def _item(each: Planned, address: str) -> Item:
    """As it will be released, but for the language, which is the same for one mailbox as a rule."""
    about = frozenset({(0, number_of(each.account))})
    shelf = Shelf(address, "", each.mandatory)
    return Item(f"{each.account}/{each.step}", shelf, about, leaves_at=each.at, latest=each.at + WAIT)


def _is_gmail(address: str) -> bool:
    return address.rpartition("@")[2] in GMAIL


def calls_by_week(contacts: Iterable[Planned], callers: Mapping[str, str]) -> tuple[CallsOfWeek, ...]:
    """`callers` names the success manager of each account."""
    calls = Counter(
        (callers.get(each.account, ""), each.day - timedelta(days=each.day.weekday()))
        for each in contacts
        if each.channel is Channel.DESK_TASK
    )
    return tuple(CallsOfWeek(csm, monday, count) for (csm, monday), count in sorted(calls.items()))


def quota_warnings(
    mails: Iterable[MailsOfDay], calls: Iterable[CallsOfWeek], *, most_calls: int = CALLS_A_WEEK
) -> tuple[QuotaWarning, ...]:
    """At the limit already: the warning has to come before the harm."""
    too_many = [
        QuotaWarning(Quota.GMAIL, "", each.day, each.gmail, GMAIL_A_DAY) for each in mails if each.gmail >= GMAIL_A_DAY
    ]
    too_many += [
        QuotaWarning(Quota.CALLS, each.csm, each.monday, each.calls, most_calls)
        for each in calls
        if each.calls > most_calls
    ]
    return tuple(too_many)
