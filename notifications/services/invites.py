"""Which calendar invite goes with a letter, and is it a new one, a moved one, or its end?"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import translation
from icalendar import Calendar, Event, vCalAddress, vText

from lifecycle.api import Milestone
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications.models import CalendarEntry
from notifications.rules.addresses import address_norm, is_address
from notifications.rules.calendar_entries import Entry, EntryStatus, entry_now
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.services.due_letters import Letter
from notifications.services.links import export_url
from notifications.services.plan_book import Helper
from notifications.services.words import CUSTOMER_DATES

# What tells of the end, moves it, or takes it back; reminders carry no further invite.
CARRIES_INVITE = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION, NoticeCode.CANCELLED})


@dataclass(frozen=True, slots=True)
class _Promised:
    milestone_id: int
    module_name: str
    entry: Entry


def invite_of(letter: Letter, helper: Helper, *, off: str, now: datetime) -> bytes | None:
    """RFC 5546: for key accounts' mail, the day of the end. Its UID stays, SEQUENCE grows with each change.

    `off` is the very day that the letter names, so that text and invite never differ.
    """
    if letter.channel != Channel.EMAIL or not letter.is_key or letter.notice_code not in CARRIES_INVITE or not off:
        return None
    promised = _promised(letter, date.fromisoformat(off), now)
    return _invite(letter, helper, promised).to_ical() if promised and is_address(helper.email) else None


def _promised(letter: Letter, day: date, now: datetime) -> _Promised | None:
    found = (
        Milestone.objects.filter(plan_id=letter.plan_id, kind=MilestoneKind.OFF)
        .values_list("pk", "plan__module__name")
        .first()
    )
    if found is None:
        return None
    row = CalendarEntry.objects.filter(milestone_id=found[0]).first()
    known = Entry(row.day, EntryStatus(row.status), row.sequence, row.changed_at) if row else None
    return _Promised(*found, entry_now(known, day=day, stage=Stage(letter.stage), now=now))


def _invite(letter: Letter, helper: Helper, promised: _Promised) -> Calendar:
    entry = promised.entry
    is_over = entry.status is EntryStatus.CANCELLED
    mailbox = hashlib.sha256(address_norm(letter.address).encode()).hexdigest()[:16]
    event = Event()
    event.add("uid", f"invite.{promised.milestone_id}.{mailbox}@sunsetter")
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status.upper())
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    with translation.override(letter.locale):
        event.add("summary", f"{promised.module_name}: {CUSTOMER_DATES[MilestoneKind.OFF]}")
    event.add("url", export_url())
    event.add("organizer", _person(helper.email, helper.name))
    event.add("attendee", _person(letter.address, letter.contact_name or ""), encode=False)
    invite = Calendar()
    invite.add("prodid", "-//Sunsetter//Invites//EN")
    invite.add("version", "2.0")
    invite.add("method", "CANCEL" if is_over else "REQUEST")
    invite.add_component(event)
    return invite


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(name or address)
    return person
