"""What stands in a calendar of dates: for one account, for staff, for everybody?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from lifecycle.api import Account, SunsetPlan, brownouts, reading, words
from lifecycle.rules.brownouts import Outcome
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.stages import PUBLIC, Stage
from notifications.rules.calendar_entries import Entry, alarms_ahead
from notifications.services import announcing
from notifications.services.calendar_entries import calendar_entries

REFRESH = timedelta(hours=12)
_INTERNAL = {MilestoneKind.INTERNAL_BRIEF, MilestoneKind.OBSERVATION_END}
_HOLDING = PUBLIC - {Stage.PAUSED, Stage.ROLLED_BACK}  # elsewhere dates may move before anybody decided on them


def calendar_of(name: str, events: Iterable[Event], *, source: str = "") -> Calendar:
    """RFC 5545 and 7986; readers ignore the hint and come when they like, so that moved dates also go by mail."""
    feed = Calendar()
    feed.add("prodid", "-//Sunsetter//Dates//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    if source:
        feed.add("source", source, parameters={"VALUE": "URI"})
        feed.add("url", source)
    for event in events:
        feed.add_component(event)
    return feed


def shown_promises(plan: SunsetPlan) -> tuple[DatedPromise, ...]:
    """The dates that a customer is told."""
    return tuple(each for each in reading.promises(plan) if each.kind not in _INTERNAL)


def account_events(account: Account, *, url: str, now: datetime) -> list[Event]:
    """Of every retirement that the account may know of and is concerned by; the same whoever hands them over."""
    plans = reading.plans_for(account)
    return [event for plan in plans for event in _events_of_account(plan, account, url=url, now=now)]


def staff_events(plan: SunsetPlan, *, url: str, now: datetime) -> list[Event]:
    """With the dates that no customer is told, and every outage."""
    days = _Days(plan, f"staff.{plan.uuid}", plan.reason, url, now)
    return [*_day_events(days, reading.promises(plan)), *_outages(plan, None, now)]


def _events_of_account(plan: SunsetPlan, account: Account, *, url: str, now: datetime) -> list[Event]:
    days = _Days(plan, f"{plan.uuid}.{account.uuid}", plan.reason, url, now)
    return [
        *_day_events(days, shown_promises(plan)),
        *_outages(plan, account, now),
    ]


def public_events(public: announcing.PublicPlan, *, url: str, now: datetime) -> list[Event]:
    """For everybody: while dates are under review those that were announced last, and no word of our own people."""
    plan, said = public.plan, public.latest.dates
    promises = [each for each in shown_promises(plan) if each.kind in announcing.SHOWN]
    if plan.stage not in _HOLDING:
        promises = [replace(each, date=date.fromisoformat(said[each.kind])) for each in promises if each.kind in said]
    return _day_events(_Days(plan, str(plan.uuid), public.because, url, now), promises)


@dataclass(frozen=True, slots=True)
class _Days:
    """What the events of a plan's days share; `name` tells one reader's events from another's."""

    plan: SunsetPlan
    name: str
    because: str
    url: str
    now: datetime


def _day_events(days: _Days, promises: Iterable[DatedPromise]) -> list[Event]:
    """Whole days, which no reader shifts; none is left out when it is called off, or calendars would keep it."""
    entries = calendar_entries(days.plan, now=days.now)
    return [_day_event(days, each, entries[each.kind]) for each in promises]


def _day_event(days: _Days, promise: DatedPromise, entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{promise.kind}.{days.name}@sunsetter")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status.upper())
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", promise.date)
    event.add("dtend", promise.date + timedelta(days=1))
    event.add("summary", f"{days.plan.module.name}: {_(promise.kind.label)}")
    event.add("description", f"{days.because}\n{words.instant(promise.at, promise.zone)}".strip())
    event.add("categories", [days.plan.module.key])
    event.add("url", days.url)
    for ahead in alarms_ahead(promise.date, today=days.now.date()):
        event.add_component(_alarm(event, ahead))
    return event


def _alarm(event: Event, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(event["summary"]))
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _outages(plan: SunsetPlan, account: Account | None, now: datetime) -> list[Event]:
    """Instants, which each reader sees in its own zone; without an account all of them.

    Called off ones stay as cancelled, so that a calendar that holds them takes them out.
    """
    windows = brownouts.windows_for(plan, account, now=now) if account else brownouts.windows_now(plan)
    name, found = "outage" if account else "outage.staff", []
    for window in windows:
        event = Event()
        event.add("uid", f"{name}.{window.starts_at:%Y%m%dT%H%M}.{plan.uuid}@sunsetter")
        event.add("dtstamp", now)
        event.add("sequence", window.revision)
        event.add("dtstart", window.starts_at)
        event.add("dtend", window.ended_early_at or window.ends_at)
        event.add("status", "CANCELLED" if window.outcome == Outcome.CANCELLED else "CONFIRMED")
        event.add("summary", _("%(module)s: short outage, exports stay open") % {"module": plan.module.name})
        found.append(event)
    return found
