"""How does an operator hear of alarms by mail, of each once, also while nothing else may leave?"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

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


def tell_operators(*, now: datetime) -> None:
    """One mail to each operator about everything untold. A definite no is tried again; doubt is not repeated."""
    if not settings.OPERATOR_EMAIL:
        return
    free = Q(telling_until__isnull=True) | Q(telling_until__lte=now)
    untold = Alarm.objects.filter(free, told_at__isnull=True, ended_at__isnull=True)
    with transaction.atomic():
        rows = list(untold.select_for_update(skip_locked=True))
        Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(telling_until=now + TELLING_FOR)
    if not rows:
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _("Sunsetter: alarms: %(count)s") % {"count": len(rows)}, text_of(rows)
    answers = [
        OUTLETS[Channel.EMAIL].send(_letter(to, subject, text, now), timeout_s=SEND_TIMEOUT_S)
        for to in settings.OPERATOR_EMAIL
    ]
    if any(isinstance(each, Accepted | Ambiguous) for each in answers):
        Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)


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
