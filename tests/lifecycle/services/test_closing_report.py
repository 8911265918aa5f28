"""Does the closing report say what was promised, what happened, and what proves it? (A21, E9)"""

import json
import re
from datetime import date, timedelta

import pytest

from lifecycle.models import Account, Module, SunsetPlan
from lifecycle.rules.closing_report import ClosingReport, Figure
from lifecycle.rules.plan_settings import PlanSettings, as_json
from lifecycle.rules.stages import Stage
from lifecycle.services.audit import record
from lifecycle.services.closing_report import closing_report
from lifecycle.services.closing_report_page import closing_report_html, closing_report_json
from lifecycle.services.decide import decide
from lifecycle.services.late_use import record_late_use
from tests.cast import OFF, OFF_NOON, a_plan, acme, corner_shop, know, olga, paul

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def the_plan() -> SunsetPlan:
    plan = a_plan(stage=Stage.ARCHIVED)
    plan.settings = as_json(
        PlanSettings(
            overrides=("own.core: 2027-06-01 instead of 2027-06-17",), baseline=(("errors", "4"),), measured=()
        )
    )
    plan.save()
    decide(plan=plan, outcome="retire", rationale="Nobody reads it.", options=[], actor=paul().actor, now=OFF_NOON)
    moves = [("brownout", "off", 1), ("off", "observing", 1), ("observing", "archived", 16)]
    for previous, to, days in moves:
        record(
            "lifecycle.plan.advanced",
            subject=plan.key,
            actor=olga().actor,
            at=OFF_NOON + days * DAY,
            plan_key=plan.key,
            previous=Stage(previous),
            to=Stage(to),
        )
    know(plan, "usage_below", 0, account=acme(), at=OFF_NOON)
    know(plan, "usage_below", None, account=corner_shop(), at=OFF_NOON)
    know(plan, "notice_served", True, account=acme(), at=OFF_NOON)
    know(plan, "export_settled", False, account=acme(), at=OFF_NOON)
    for subject in ("user:1", "user:2"):
        when = OFF_NOON + 2 * DAY
        record_late_use(plan=plan, account=acme(), subject=subject, caller="", count=21, first_at=when, last_at=when)
    return plan


def the_report(**more: object) -> ClosingReport:
    return closing_report(plan=the_plan(), now=OFF_NOON + 20 * DAY, **more)  # type: ignore[arg-type]  # by keyword


def test_each_promise_stands_beside_the_day_on_which_it_was_kept() -> None:
    kept = {each.kind: (each.date, each.kept_date, each.days_late) for each in the_report().promises}
    assert kept["off"] == (OFF, OFF + DAY, 1)
    assert kept["observation_end"] == (OFF + 14 * DAY, OFF + 16 * DAY, 2)
    assert kept["archive"] == (OFF + 15 * DAY, OFF + 16 * DAY, 1)
    assert kept["purge"][1:] == (None, None)


def test_every_account_has_its_proofs_and_unknown_is_not_yes() -> None:
    report = the_report()
    answers = {each.key: {proof.criterion: proof.answer for proof in each.proofs} for each in report.accounts}
    assert answers["acme"] | {"all_reached": ""} == {
        "notice_served": "yes",
        "all_reached": "",
        "key_cleared": "nothing",
        "export_settled": "no",
        "archive_restored": "nothing",
        "usage_below": "yes",
    }
    assert answers["corner-shop"]["usage_below"] == "unknown"
    assert [(bar.label, bar.value) for bar in report.stragglers] == [("acme", "42")]
    assert [each.late_calls for each in report.accounts] == [42, 0]


def test_the_page_stands_alone_and_keeps_markup_inert() -> None:
    Account.objects.filter(pk=acme().pk).update(name="<script>alert(1)</script>")
    use = [(OFF + n * DAY, value) for n, value in enumerate((3, 2, None, 0))]
    figures = [Figure("Notices", "proven", "<b>12</b>", "notifications"), Figure("Notices", "lost", "0")]
    page = closing_report_html(the_report(use=use, figures=figures, lessons=["Call earlier."]))
    assert not re.search(r"<script|<link|<img|@import|url\(|(href|src)=", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;12&lt;/b&gt;" in page
    assert page.count("<svg") == 2  # the line of use, one bar
    assert "Nobody reads it." in page
    assert "own.core: 2027-06-01 instead of 2027-06-17" in page
    assert "Call earlier." in page
    assert "unknown" in page
    assert 'lang="en"' in page


def test_an_empty_story_has_a_page_too() -> None:
    plan = a_plan(stage=Stage.DRAFT, dated=False)
    page = closing_report_html(closing_report(plan=plan, now=OFF_NOON))
    assert "Use is unknown" in page
    assert "Nobody has looked whom it concerns." in page


def test_the_json_holds_the_same_values() -> None:
    report = the_report(use=[(date(2027, 6, 1), 3), (date(2027, 6, 2), None)])
    data = json.loads(closing_report_json(report))
    assert (data["plan"], data["module"], data["stage"]) == ("reports-sunset", "reports", "archived")
    assert data["use"] == [["2027-06-01", 3], ["2027-06-02", None]]
    assert data["comparisons"] == [{"name": "errors", "before": "4", "after": None}]
    assert [each["what"] for each in data["acts"]] == ["Decision recorded", *["Stage changed"] * 3]


def test_another_module_may_be_the_replacement() -> None:
    plan = the_plan()
    plan.module.replacement_module = Module.objects.create(key="insights", name="Insights 2")
    assert closing_report(plan=plan, now=OFF_NOON).replacement == "Insights 2"
