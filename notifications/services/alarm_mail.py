"""How does an operator hear of alarms by mail, of each once, also while nothing else may leave?"""

import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from notifications.channels.contract import Accepted, Ambiguous, Payload
from notifications.channels.registry import OUTLETS
from notifications.models import Alarm
from notifications.rules.backoff import SEND_TIMEOUT_S
from notifications.rules.notice_codes import Channel
from notifications.services.alarm_words import alarm_remedy, alarm_sentence

TELLING_FOR = timedelta(minutes=5)  # also the pause after a mail server's no
WITHIN_S = 4.0  # with the ping before and one send still to end it stays below the soft limit of a task


def tell_operators(*, now: datetime, within_s: float = WITHIN_S) -> None:
    """One mail to each operator about everything that this one was not told; noted at once, so that none gets it twice.

    A definite no is tried again; doubt is not repeated. Who has no turn in time is told in the next round.
    """
    operators = {sha256(to.encode()).hexdigest()[:16]: to for to in settings.OPERATOR_EMAIL}
    rows = _leased(now) if operators else []
    began, is_over = time.monotonic(), False
    for mark in _in_turn(list(operators), now):
        news = [row for row in rows if mark not in row.told]
        if news and not (is_over := time.monotonic() - began > within_s) and _is_told(operators[mark], news, now):
            _note(news, mark)
    done = [row.pk for row in rows if operators.keys() <= set(row.told)]
    Alarm.objects.filter(pk__in=done).update(told_at=now)
    if is_over:
        Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(telling_until=None)


def _leased(now: datetime) -> list[Alarm]:
    free = Q(telling_until__isnull=True) | Q(telling_until__lte=now)
    untold = Alarm.objects.filter(free, told_at__isnull=True, ended_at__isnull=True)
    with transaction.atomic():
        rows = list(untold.select_for_update(skip_locked=True))
        Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(telling_until=now + TELLING_FOR)
    return rows


def _in_turn(marks: list[str], now: datetime) -> list[str]:
    """Another is the first each minute, so that nobody waits for ever behind one whose mail hangs."""
    first = int(now.timestamp() // 60) % max(len(marks), 1)
    return marks[first:] + marks[:first]


def _is_told(address: str, rows: Sequence[Alarm], now: datetime) -> bool:
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _("Sunsetter: alarms: %(count)s") % {"count": len(rows)}, text_of(rows)
    answer = OUTLETS[Channel.EMAIL].send(_letter(address, subject, text, now), timeout_s=SEND_TIMEOUT_S)
    return isinstance(answer, Accepted | Ambiguous)


@transaction.atomic
def _note(rows: Sequence[Alarm], mark: str) -> None:
    for row in rows:
        row.told = [*row.told, mark]
        row.save(update_fields=["told"])


def text_of(rows: Sequence[Alarm]) -> str:
    told = [f"{alarm_sentence(row.check_name, row.subject, row.facts)}\n{alarm_remedy(row.check_name)}" for row in rows]
    return "\n\n".join((*told, f"{settings.PUBLIC_URL}/console/health/"))


def _letter(address: str, subject: str, text: str, now: datetime) -> Payload:
    key = uuid.uuid4()
    return Payload(
        key=key,
        message_id=f"<alarm-{key}@sunsetter.invalid>",
        address=address,
        name="",
        subject=subject,
        text=text,
        html=format_html("<pre>{}</pre>", text),
        locale=settings.LANGUAGE_CODE,
        sent_at=now,
        reply_to=address,
        reply_to_name="",
        account_id=0,
        plan_id=0,
        notice_id=0,
        touchpoint_id=0,
        date_revision=0,
        due_date=now.date(),
        headers={"X-Sunsetter-Alarm": "yes"},
    )
