"""A worker that dies around any commit, or any word to the mail server, loses and doubles nothing (P1, T3).

notices case 1, all of it: a few places in `make test`, every single one with SUNSETTER_WALKS of a hundred or more.
"""

import os
from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.models import SunsetPlan
from notifications.api import deliver_due, reconcile
from notifications.models import Delivery, DeskTask, InboxMessage, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.pile import HALF
from tests.chaos.crash import boundaries, dies_at
from tests.chaos.noon import NOW
from tests.chaos.scenes import reminders, unplanned
from tests.notifications.machine.dying import end_leases

EACH = int(os.environ.get("SUNSETTER_WALKS", "0")) >= 100
COUNT = 2
REMINDERS = HALF + 2 if EACH else COUNT  # between two halves, too


def scene() -> list[SunsetPlan]:
    """Two notices one by one, which are not even planned yet, and two reminders or more in a batch."""
    return [unplanned(COUNT), reminders(REMINDERS)]


def work(plans: Sequence[SunsetPlan]) -> None:
    for plan in plans:
        reconcile(plan_id=plan.pk, now=NOW)
    deliver_due(now=NOW)


def chosen(names: Sequence[str]) -> list[int]:
    """Every place, or right after an attempt is on record, after the text was given, and before what came is noted."""
    given = names.index("after text")
    noted = next(n for n, name in enumerate(names) if n > given and name in {"before commit", "before statement WITH"})
    return list(range(len(names))) if EACH else [names.index("before text"), given, noted]


@pytest.mark.slow("a copy of the program dies and is recovered from at each place")
def test_a_death_around_any_commit_or_word_loses_and_doubles_nothing(
    live_db: SimpleNamespace, smtp_sink: MailSink, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    first = scene()
    names = boundaries(lambda: work(first))
    assert {"before commit", "after commit", "before word", "after text"} <= set(names)
    _everything_arrived_or_is_listed(first, smtp_sink, "the end")
    for place in chosen(names):
        plans = scene()
        is_dead = dies_at(place, lambda plans=plans: work(plans))  # type: ignore[misc]  # bound at once
        assert is_dead or (EACH and place > len(names) * 0.8)  # a quicker run has fewer places: nothing is read again
        end_leases()
        work(plans)
        _everything_arrived_or_is_listed(plans, smtp_sink, f"{place}: {names[place]}")


def _everything_arrived_or_is_listed(plans: Sequence[SunsetPlan], sink: MailSink, place: str) -> None:
    taken = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    for plan, count in zip(plans, (COUNT, REMINDERS), strict=True):
        rows = Delivery.objects.filter(touchpoint__plan=plan, channel="email")
        status = dict(rows.values_list("message_id", "status"))
        assert len(status) == count, place
        assert set(status.values()) <= {DeliveryStatus.ACCEPTED, DeliveryStatus.UNCERTAIN}, f"{place}: {status}"
        assert all(taken[name] <= 1 for name in status), place
        assert all(taken[name] for name, each in status.items() if each == DeliveryStatus.ACCEPTED), place
        doubts = rows.filter(status=DeliveryStatus.UNCERTAIN)
        is_batch = plan is plans[1]
        assert doubts.count() <= (count if is_batch else 1), place
        assert DeskTask.objects.filter(plan=plan, kind="review_uncertain").count() == doubts.count(), place
        assert InboxMessage.objects.filter(notice__plan=plan).count() == count, place
        due = Touchpoint.objects.filter(plan=plan, status=TouchpointStatus.PLANNED, due_at__lte=NOW)
        assert not due.exists(), place
