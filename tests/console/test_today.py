"""Does Today say the same as the pages it leads to, in the reader's own day (interface, sections 3 and 6)?"""

import html
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from console.views.desk_rows import due_pill
from console.views.plan_about import figures as figures_of_plan
from console.views.plan_about import not_in_revenue
from console.views.plan_gate import next_gate
from console.views.timelines import plan_timeline
from console.views.today import figures, gates_ahead
from lifecycle.api import SunsetPlan, newest_facts, reading
from lifecycle.models import Account, Milestone
from lifecycle.rules.stages import Stage
from notifications.models import DeskTask
from tests.cast import NOON, a_plan, acme, corner_shop, know, know_all, paul

pytestmark = pytest.mark.django_db
LATE_EVENING = datetime(2027, 5, 29, 22, 30, tzinfo=UTC)  # the 30th in Berlin already
BERLIN = ZoneInfo("Europe/Berlin")


def test_days_are_counted_from_the_readers_own_day() -> None:
    plan = a_plan(stage=Stage.READ_ONLY)
    task = DeskTask(plan=plan, due_date=date(2027, 5, 29), status=DeskTask.Status.OPEN)
    for zone, days, pill in ((UTC, "3 days", "today"), (BERLIN, "2 days", "overdue by 1 day")):
        with timezone.override(zone):
            assert figures([plan], now=LATE_EVENING)[2].value == days
            assert figures_of_plan(plan, None, now=LATE_EVENING)[1].value == days
            assert due_pill(task, LATE_EVENING).word == pill
    picture = plan_timeline(plan, now=LATE_EVENING).picture
    with timezone.override(BERLIN):
        ahead = plan_timeline(plan, now=LATE_EVENING).picture
    assert picture
    assert ahead
    assert float(ahead.today) > float(picture.today)


def test_a_step_has_its_promised_day_though_it_begins_on_the_day_before_in_greenwich() -> None:
    plan = a_plan(stage=Stage.EXPORT_ONLY, skipped=(Stage.BROWNOUT,))
    SunsetPlan.objects.filter(pk=plan.pk).update(timezone="Asia/Shanghai")
    Milestone.objects.filter(plan=plan, kind="off").update(local_time=time(1))
    step = gates_ahead(reading.plans(), now=LATE_EVENING).items[0]
    assert step.when == "Tue, 1 Jun 2027"
    late = gates_ahead(reading.plans(), now=LATE_EVENING + timedelta(days=9)).items[0]
    assert late.when == "overdue since 1 Jun 2027"


def test_a_step_has_as_many_things_in_its_way_as_on_the_page_of_its_plan_and_its_day_comes_last() -> None:
    plan = a_plan(stage=Stage.EXPORT_ONLY, skipped=(Stage.BROWNOUT,))
    know(plan, "usage_below", 0, account=acme(), at=LATE_EVENING)
    gate = next_gate(plan, newest_facts(plan), actor=paul().actor, now=LATE_EVENING)
    step = gates_ahead(reading.plans(), now=LATE_EVENING).items[0]
    assert gate
    assert (step.tone, step.word) == ("blocked", gate.verdict.word)
    assert "not before" in gate.verdict.blockers[0].sentence
    assert step.why == " ".join(each.sentence for each in gate.verdict.blockers[1:3])


def test_a_step_that_waits_for_nothing_but_its_day_says_so() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    promised = plan.milestones.get(kind="closed_to_new").date
    early = datetime.combine(promised - timedelta(days=5), time(12), tzinfo=UTC)
    know_all(plan, Stage.CLOSED_TO_NEW, [acme()], at=early)
    group = gates_ahead(reading.plans(), now=early)
    step = group.items[0]
    assert (step.tone, step.word, step.why) == ("info", "waits for its day", "Nothing else stands in the way.")
    assert not group.is_urgent


def test_whoever_is_in_two_retirements_counts_once() -> None:
    for module in ("reports", "polls"):
        plan = a_plan(module=module, stage=Stage.ANNOUNCED)
        for account in (acme(), corner_shop()):
            know(plan, "usage_below", 3, account=account, at=NOON)
    concerned = figures(reading.plans(), now=NOON)[1]
    assert (concerned.value, concerned.note) == ("2", "1 of them is a key account")


def test_money_in_another_currency_is_left_out_of_the_sum_and_not_called_unknown() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    for number, (revenue, currency) in enumerate([(9, "EUR"), (8, "EUR"), (7, "CNY"), (None, "")]):
        money = {"revenue": revenue, "currency": currency, "created_at": NOON}
        account = Account.objects.create(key=f"a{number}", name=f"A{number}", tier="light", **money)
        know(plan, "usage_below", 3, account=account, at=NOON)
    found = reading.affected([plan])[plan.pk]
    assert (found.revenue, found.currency, found.unpriced, found.other_currencies) == (Decimal(17), "EUR", 1, 1)
    assert not_in_revenue(found) == "unknown for 1 account; besides 1 account in another currency"
    browser = Client()
    browser.force_login(paul())
    assert not_in_revenue(found) in html.unescape(browser.get("/console/portfolio/").content.decode())


def test_a_move_that_the_table_does_not_know_is_refused_before_anybody_presses() -> None:
    plan = a_plan(stage=Stage.CLOSED_TO_NEW)
    browser = Client()
    browser.force_login(paul())
    address = f"/console/plans/{plan.key}/move/off/"
    page, form = browser.get(address), {"typed_key": plan.module.key}
    assert "Nothing stands in the way" not in page.content.decode()
    refused = browser.post(address, form)
    assert refused.status_code == 409
    for text in (html.unescape(each.content.decode()) for each in (page, refused)):
        assert "Closed to new" in text.split('id="move-verdict"')[1]
        assert 'aria-disabled="true"' in text
