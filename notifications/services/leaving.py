"""From which domain do our messages come, and at which instant may one leave?"""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from notifications.channels.registry import OUTLETS
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.send_window import may_leave_at
from notifications.services.calendars import working_days_of


def mail_domain() -> str:
    """The part of a Message-ID behind the @."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def leaves_at(touchpoint: Touchpoint, wanted: datetime) -> datetime:
    """Quiet hours defer; the floor leaves in time even so."""
    if not OUTLETS[Channel(touchpoint.channel)].is_quiet_bound:
        return wanted
    account = touchpoint.account
    days = working_days_of(account.country, first_year=wanted.year)
    deferred = may_leave_at(wanted, account.timezone, days, key=f"{account.key}/{touchpoint.step}")
    is_too_late = touchpoint.late_until is not None and deferred.date() > touchpoint.late_until
    return wanted if touchpoint.is_mandatory and is_too_late else deferred
