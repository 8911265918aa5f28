"""Does the plan page refuse with the same sentences as the API, and act without scripts?

Interface, section 1 rules 3, 13, 14; A19: a refused step is a visible button with its blockers, the POST answers 409.
"""

import html
from datetime import timedelta

import pytest
from django.test import Client

from console.views.plan_leave import leave_list
from console.views.plan_touchpoints import touchpoint_list
from lifecycle.api import Exemption, gate_verdict, sentence, words
from lifecycle.models import Approval, DecisionRecord, SunsetPlan, User
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, anna, corner_shop, know, know_all, olga, paul
from tests.notifications.scenes import announced


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_a_refused_step_shows_every_blocker_and_a_button_that_says_so() -> None:
    plan = a_plan(stage=Stage.ASSESSING)
    text = html.unescape(_client(paul()).get(f"/console/plans/{plan.key}/").content.decode())
    for blocker in gate_verdict(plan=plan, to=Stage.DECIDED, now=NOON).blockers:
        assert sentence(blocker).split(" as of ")[0] in text
    assert 'aria-disabled="true"' in text
    assert 'href="?format=dates.ics"' in text


@pytest.mark.django_db
def test_pressing_the_refused_button_answers_409_with_the_sentences_and_changes_nothing() -> None:
    plan = a_plan(stage=Stage.ASSESSING)
    answer = _client(paul()).post(f"/console/plans/{plan.key}/move/decided/")
    assert answer.status_code == 409
    assert "The decision is on record: does not hold" in html.unescape(answer.content.decode())
    assert SunsetPlan.objects.get(pk=plan.pk).stage == Stage.ASSESSING


@pytest.mark.django_db
def test_a_decision_an_approval_and_the_step_are_three_plain_forms() -> None:
    plan = a_plan(stage=Stage.ASSESSING)
    know(plan, "usage_below", 0, account=acme(), at=NOON)
    client = _client(paul())
    client.post(f"/console/plans/{plan.key}/decision/", {"outcome": "retire", "rationale": "Insights does it better."})
    assert DecisionRecord.objects.get(plan=plan).outcome == "retire"
    page = _client(anna()).get(f"/console/plans/{plan.key}/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    _client(anna()).post(f"/console/plans/{plan.key}/approve/", {"to": "decided", "seen": seen})
    assert Approval.objects.get(plan=plan).name == "Anna"
    answer = client.post(f"/console/plans/{plan.key}/move/decided/")
    assert answer.status_code == 302
    assert SunsetPlan.objects.get(pk=plan.pk).stage == Stage.DECIDED


@pytest.mark.django_db
def test_an_approval_of_something_else_than_was_shown_is_refused() -> None:
    plan = a_plan(stage=Stage.ASSESSING)
    answer = _client(anna()).post(f"/console/plans/{plan.key}/approve/", {"to": "decided", "seen": "0" * 64})
    assert answer.status_code == 409
    assert "The plan changed since it was shown" in answer.content.decode()


@pytest.mark.django_db
def test_an_irreversible_step_asks_for_the_typed_key() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    client = _client(paul())
    path = f"/console/plans/{plan.key}/move/cancelled/"
    assert client.post(path, {"reason": "no"}).status_code == 422
    assert client.post(path, {"reason": "no", "typed_key": "wrong"}).status_code == 422
    assert client.post(path, {"reason": "Kept after all.", "typed_key": plan.module.key}).status_code in {302, 409}


@pytest.mark.django_db
def test_a_person_signs_for_what_cannot_be_computed() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [acme()], at=NOON)
    client = _client(olga())
    path = f"/console/plans/{plan.key}/attest/rollback_ready/"
    assert client.post(path, {"note": ""}).status_code == 422
    assert client.post(path, {"note": "Rehearsed on staging, 4 minutes."}).status_code == 302
    assert plan.evidence.filter(criterion="rollback_ready", source="Olga").exists()


@pytest.mark.django_db
def test_unknown_plans_stages_and_criteria_are_404() -> None:
    plan, client = a_plan(), _client(paul())
    paths = ("none/", f"{plan.key}/move/nowhere/", f"{plan.key}/attest/usage_below/", "none/simulation/")
    assert {client.get(f"/console/plans/{path}").status_code for path in paths} == {404}


@pytest.mark.django_db
def test_all_leave_that_runs_can_be_ended_whatever_else_is_listed() -> None:
    plan, now = a_plan(), NOON
    Exemption.objects.bulk_create(
        Exemption(
            plan=plan,
            account=acme(),
            kind=Exemption.Kind.ACCESS,
            reason="agreed",
            starts_at=now - timedelta(days=60),
            ends_at=now + timedelta(days=days),
        )
        for days in (*range(-25, 0), *range(25, 0, -1))
    )
    found = leave_list(plan, now=now)
    assert found.running == sum(bool(row.url) for row in found.rows) == 25
    assert (found.rows[0].left, len(found.rows)) == ("24 hours left", 45)
    assert found.rows[-1].until.startswith(words.day((now - timedelta(days=20)).date()))


@pytest.mark.django_db
def test_a_planned_contact_says_its_moment_as_people_do() -> None:
    shown = touchpoint_list(announced(corner_shop()), csv_url="").rows
    assert shown[0].step == "75 days before “Switched off”"
    assert not any(row.step.startswith("off-") for row in shown)
