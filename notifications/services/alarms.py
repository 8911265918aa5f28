"""Which alarms are open, which are new or over, and was the operator told of each once?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from notifications.channels.dead_man import ping_watcher
from notifications.models import Alarm, ChatTarget, EventCopy
from notifications.rules.alarms import Fault
from notifications.rules.copies import ALARM
from notifications.services.alarm_checks import faults_now
from notifications.services.alarm_mail import tell_operators, text_of
from notifications.services.alarm_words import alarm_remedy, alarm_sentence


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """`since` is None for what a look finds that no round has put on record yet."""

    check: str
    subject: str
    sentence: str
    remedy: str
    since: datetime | None

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def watch_alarms(*, now: datetime) -> int:
    """Put on record what is new and what is over, and tell the watcher, then the operators, which may take long; answer
    how many are new.
    """
    made = _kept(faults_now(now=now), now)
    ping_watcher()
    tell_operators(now=now)
    return made


def open_alarms(*, now: datetime) -> tuple[OpenAlarm, ...]:
    """As things are now, whether or not a round could put it on record: a reconciler that is dead records nothing."""
    kept = {(row.check_name, row.subject): row for row in Alarm.objects.filter(ended_at__isnull=True)}
    found = {(fault.check.value, fault.subject): fault.facts for fault in faults_now(now=now)}
    return tuple(
        OpenAlarm(
            check=check,
            subject=subject,
            sentence=alarm_sentence(check, subject, facts),
            remedy=alarm_remedy(check),
            since=kept[check, subject].raised_at if (check, subject) in kept else None,
        )
        for (check, subject), facts in found.items()
    )


@transaction.atomic
def _kept(faults: Sequence[Fault], now: datetime) -> int:
    found = {(fault.check.value, fault.subject): fault for fault in faults}
    open_ones = {
        (row.check_name, row.subject): row
        for row in Alarm.objects.select_for_update(skip_locked=True).filter(ended_at__isnull=True)
    }
    for key, row in open_ones.items():
        if key not in found:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
        elif row.facts != found[key].facts:
            row.facts = dict(found[key].facts)
            row.save(update_fields=["facts"])
    return sum(_keep(fault, now) for key, fault in found.items() if key not in open_ones)


@transaction.atomic
def _keep(fault: Fault, now: datetime) -> bool:
    """With a copy for every room of staff, in the same transaction: each hears of it once."""
    fresh = {"facts": dict(fault.facts), "raised_at": now}
    known = {"check_name": fault.check.value, "subject": fault.subject}
    row, is_new = Alarm.objects.get_or_create(**known, ended_at=None, defaults=fresh)
    if is_new:
        with translation.override(settings.LANGUAGE_CODE):
            body = text_of([row])
        EventCopy.objects.bulk_create(
            EventCopy(
                source=f"alarm:{row.pk}:{room.pk}", chat=room, type=ALARM, body=body, not_before=now, created_at=now
            )
            for room in ChatTarget.objects.filter(removed_at__isnull=True)
        )
    return is_new
