"""How much work waits, is being done, or needs a person?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.plan_accounts import Pill
from lifecycle.api import open_work, words
from notifications.api import calendar_alarms, mailings, work_queue
from portability.api import export_queue

LATE_AFTER = timedelta(minutes=5)  # the reconciler asks every few seconds


@dataclass(frozen=True, slots=True)
class Queue:
    """`amount` and `since` are the figures behind `count` and `note`."""

    name: str
    count: str
    pill: Pill
    note: str = ""
    url: str = ""
    amount: int = 0
    since: datetime | None = None


def queues(*, now: datetime) -> tuple[Queue, ...]:
    """From the rows themselves: the broker is asked nothing."""
    mail, exports, acts = work_queue(now=now), export_queue(), open_work.acts_without_place()
    alarms, halted = calendar_alarms(), len(mailings(only_halted=True))
    return (
        _queue(_("Deliveries that are due"), mail.due, since=mail.oldest_due_at, now=now),
        _queue(_("Deliveries being sent"), mail.leased, bad=mail.overdue_leases > 0),
        _queue(_("Deliveries for later"), mail.later),
        _queue(_("Deliveries held back"), mail.held, bad=mail.held > 0),
        _queue(_("Mailings that stopped"), halted, bad=halted > 0, url=reverse("console:today")),
        _queue(_("Messages in doubt"), mail.uncertain, bad=mail.uncertain > 0, url=reverse("console:uncertain")),
        _queue(_("Plans beyond their calendar"), len(alarms), bad=bool(alarms)),
        _queue(_("Tasks on the desk"), mail.open_tasks, url=reverse("console:desk") + "?whose=all"),
        _queue(_("Exports that wait"), exports.waiting, since=exports.oldest_asked_at, now=now),
        _queue(_("Exports being built"), exports.working),
        _queue(_("Exports that are paused"), exports.paused, bad=exports.paused > 0),
        _queue(_("Exports that failed"), exports.failed, bad=exports.failed > 0),
        _queue(
            _("Acts without a place in the chain"),
            acts.count,
            since=acts.oldest_at,
            now=now,
            url=reverse("console:audit"),
        ),
    )


def _queue(
    name: str,
    count: int,
    *,
    bad: bool = False,
    since: datetime | None = None,
    now: datetime | None = None,
    url: str = "",
) -> Queue:
    """`since` is when the oldest began to wait: too long ago is late."""
    waits = now - since if since and now else timedelta()
    pill = Pill("caution", _("look at it")) if bad or waits > LATE_AFTER else Pill("ok", _("in order"))
    note = _("the oldest waits for %(span)s") % {"span": words.span(waits)} if waits > timedelta() else ""
    return Queue(name, words.number(count), pill, note, url, count, since)
