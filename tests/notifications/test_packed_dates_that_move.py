"""A date moves of one retirement whose notice shares a letter with another's: before it left, after, and in doubt.

Each plan is announced once, whoever knows an old date gets one correction, and the other plan hears nothing of it (A12,
notices section 5 and case 27).
"""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due, reconcile, settle_uncertain, uncertain_deliveries
from notifications.models import Delivery, Touchpoint
from notifications.services.release import release_due
from tests.cast import a_plan, corner_shop, know, olga
from tests.notifications.scenes import START
from tests.notifications.test_dates_that_move import move_everything, text_of

pytestmark = pytest.mark.django_db
OLD, NEW = "on June 1, 2027", "on June 15, 2027"
NAMES, WEEKS = ("Reports", "Charts"), timedelta(days=14)


def two_plans() -> tuple[list[SunsetPlan], datetime]:
    """Both concern the corner shop and are announced the same morning; when."""
    plans = [a_plan(module=name.lower(), stage=Stage.ANNOUNCED) for name in NAMES]
    for plan in plans:
        know(plan, "usage_below", 3, account=corner_shop(), at=START)
        reconcile(plan_id=plan.pk, now=START)
    return plans, max(next_mail(plan) for plan in plans)


def next_mail(plan: SunsetPlan) -> datetime:
    waiting = Touchpoint.objects.filter(plan=plan, channel="email", status="planned")
    return waiting.earliest("due_at", "id").due_at


def pass_time(plans: list[SunsetPlan], *moments: datetime) -> None:
    for now in moments:
        for plan in plans:
            reconcile(plan_id=plan.pk, now=now)
        deliver_due(now=now)


def told(mail: MailSink) -> Counter[str]:
    """How often each retirement was announced, with which end, or its date mended, in whatever letter."""
    texts = [text_of(each.message) for each in mail.messages]
    ends = Counter(
        f"{name} {day}" for text in texts for name in NAMES for day in (OLD, NEW) if f"off {name} {day}" in text
    )
    return ends + Counter(
        f"{name} mended" for text in texts for name in NAMES if f"Dates for {name} have moved" in text
    )


def floor_days(plan: SunsetPlan) -> dict[str, date]:
    """What is still to come and keeps its day, whatever another plan says beside it."""
    rows = Touchpoint.objects.filter(plan=plan, status="planned", obligation__isnull=False)
    return dict(rows.values_list("step", "day"))


def test_a_letter_that_left_stays_and_only_the_moved_one_is_mended_once(mail: MailSink) -> None:
    plans, now = two_plans()
    deliver_due(now=now)
    (letter,) = (each.message for each in mail.messages)
    mails = Delivery.objects.filter(channel="email").order_by("id")
    before = list(mails.values_list("pk", "carrier", "status", "body_sha"))
    move_everything(plans[1], WEEKS.days)
    reconcile(plan_id=plans[1].pk, now=now)
    deliver_due(now=(mended_at := next_mail(plans[1])))
    pass_time(plans, mended_at + timedelta(hours=30))
    assert told(mail) == {f"Reports {OLD}": 1, f"Charts {OLD}": 1, "Charts mended": 1}
    assert list(mails.values_list("pk", "carrier", "status", "body_sha"))[: len(before)] == before
    mended = mail.messages[-1].message
    assert "Reports" not in text_of(mended)
    assert str(mended["References"]) in str(letter["References"])
    first, second = (floor_days(plan) for plan in plans)
    assert len(first) == 6
    assert {step: day + WEEKS for step, day in first.items()} == second


@pytest.mark.parametrize("moved", [0, 1])
def test_a_letter_that_has_not_left_names_the_new_date_whether_it_carries_or_is_carried(
    mail: MailSink, moved: int
) -> None:
    plans, now = two_plans()
    release_due(now=now)
    assert [each.carries for each in Delivery.objects.filter(channel="email").order_by("id")] == [True, False]
    move_everything(plans[moved], WEEKS.days)
    pass_time([plans[moved]], now)
    assert told(mail) == {f"{NAMES[1 - moved]} {OLD}": 1}
    deliver_due(now=next_mail(plans[moved]))
    pass_time(plans, now + WEEKS + timedelta(days=1))
    assert told(mail) == {f"{NAMES[1 - moved]} {OLD}": 1, f"{NAMES[moved]} {NEW}": 1}


def test_in_doubt_it_counts_as_told_and_sent_again_it_names_no_date_that_is_dead(mail: MailSink) -> None:
    plans, now = two_plans()
    mail.answer = Answer.DROP
    deliver_due(now=now)
    mail.answer = Answer.KEEP
    mail.messages.clear()
    move_everything(plans[1], WEEKS.days)
    reconcile(plan_id=plans[1].pk, now=now)
    (asked,) = uncertain_deliveries()
    settle_uncertain(delivery_id=asked.pk, arrived=False, actor=olga().actor, note="not in their log", now=now)
    pass_time(plans[1:], next_mail(plans[1]) + timedelta(hours=3))
    assert told(mail) == {f"Reports {OLD}": 1, f"Charts {NEW}": 1, "Charts mended": 1}
