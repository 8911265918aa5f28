"""What does a simulation say of the work and of the doubts: mails a day, calls a week, limits, floors, calendars?"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifecycle.api import sentence, words
from lifecycle.rules.verdicts import Verdict
from notifications.api import Simulation
from notifications.rules.workload import Quota, QuotaWarning

LISTED = 60


@dataclass(frozen=True, slots=True)
class SimulatedWork:
    """`calls` are (manager, week, how many), `late` (account, why).

    `mails` are (day, how many, how many of them to Gmail, how many notices share a letter with another one).
    """

    mails: tuple[tuple[str, str, str, str], ...]
    calls: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]
    late: tuple[tuple[str, str, str], ...]
    calendar: tuple[str, ...]


def simulated_work(found: Simulation, names: Mapping[str, str]) -> SimulatedWork:
    return SimulatedWork(
        mails=tuple(
            (words.weekday(each.day), words.number(each.mails), _some(each.gmail), _some(each.notices - each.mails))
            for each in found.mails[:LISTED]
        ),
        calls=tuple(
            (each.csm or _("nobody"), _("week of %(day)s") % {"day": words.day(each.monday)}, words.number(each.calls))
            for each in found.weeks[:LISTED]
        ),
        warnings=tuple(_warning(each) for each in found.warnings),
        late=tuple(
            (
                names.get(each.account, each.account),
                _told(words.day(each.told_date) if each.told_date else ""),
                _because(each.verdict),
            )
            for each in found.not_in_time[:LISTED]
        ),
        calendar=_calendar(found),
    )


def _some(count: int) -> str:
    return words.number(count) if count else ""


def _warning(found: QuotaWarning) -> str:
    facts = {"count": words.number(found.count), "limit": words.number(found.limit), "day": words.day(found.day)}
    if found.quota is Quota.GMAIL:
        text = _("%(count)s mails to Gmail on %(day)s: from 5,000 a day on Gmail treats the domain as a bulk sender.")
        return text % facts
    text = _("%(who)s has %(count)s calls in the week of %(day)s, more than %(limit)s.")
    return text % {**facts, "who": found.who or _("nobody")}


def _told(day: str) -> str:
    return _("told on %(day)s") % {"day": day} if day else _("told nothing before the end")


def _because(verdict: Verdict) -> str:
    return " ".join(sentence(blocker) for blocker in verdict.blockers)


def _calendar(found: Simulation) -> tuple[str, ...]:
    """Which calendar counted the days, and what it does not know."""
    cover = found.calendar
    remarks = [
        _("The working days of %(place)s are not decreed beyond %(day)s.")
        % {"place": gap.place, "day": words.day(gap.known_until)}
        for gap in cover.gaps
    ]
    if cover.assumed_accounts:
        text = ngettext(
            "Monday to Friday is assumed for %(count)s account: its country is not known.",
            "Monday to Friday is assumed for %(count)s accounts: their country is not known.",
            cover.assumed_accounts,
        )
        remarks.append(text % {"count": words.number(cover.assumed_accounts)})
    return (*remarks, _("Days are counted by %(calendar)s.") % {"calendar": cover.version})
