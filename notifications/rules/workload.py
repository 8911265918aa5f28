"""How many messages leave on a day, how many calls has a person in a week, and is that too much?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from notifications.rules.notice_codes import Channel
from notifications.rules.planned import Planned

GMAIL_A_DAY = 4_500  # at 5,000 a day a domain becomes a bulk sender for Gmail, for ever
CALLS_A_WEEK = 25  # what one person can do beside the rest: five a day
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


class Quota(StrEnum):
    GMAIL = "gmail"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class MailsOfDay:
    """`gmail` are those to personal Gmail addresses."""

    day: date
    mails: int
    gmail: int


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


def mails_by_day(contacts: Iterable[Planned], addresses: Mapping[str, tuple[str, ...]]) -> tuple[MailsOfDay, ...]:
    """`addresses` are those that a mail to the account goes to, one message each."""
    mails: Counter[date] = Counter()
    gmail: Counter[date] = Counter()
    for each in contacts:
        if each.channel is Channel.EMAIL:
            goes_to = addresses.get(each.account, ())
            mails[each.day] += len(goes_to)
            gmail[each.day] += sum(address.rpartition("@")[2] in _GMAIL for address in goes_to)
    return tuple(MailsOfDay(day, count, gmail[day]) for day, count in sorted(mails.items()) if count)


def calls_by_week(contacts: Iterable[Planned], callers: Mapping[str, str]) -> tuple[CallsOfWeek, ...]:
    """`callers` names the success manager of each account."""
    calls = Counter(
        (callers.get(each.account, ""), each.day - timedelta(days=each.day.weekday()))
        for each in contacts
        if each.channel is Channel.DESK_TASK
    )
    return tuple(CallsOfWeek(csm, monday, count) for (csm, monday), count in sorted(calls.items()))


def quota_warnings(mails: Iterable[MailsOfDay], calls: Iterable[CallsOfWeek]) -> tuple[QuotaWarning, ...]:
    """At the limit already: the warning has to come before the harm."""
    too_many = [
        QuotaWarning(Quota.GMAIL, "", each.day, each.gmail, GMAIL_A_DAY) for each in mails if each.gmail >= GMAIL_A_DAY
    ]
    too_many += [
        QuotaWarning(Quota.CALLS, each.csm, each.monday, each.calls, CALLS_A_WEEK)
        for each in calls
        if each.calls > CALLS_A_WEEK
    ]
    return tuple(too_many)
