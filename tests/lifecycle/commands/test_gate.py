"""Does `gate` answer, refuse and act as people and scripts expect: 0 open, 2 with the sentences, 1 with what to do?"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from lifecycle.api import Approval, SunsetPlan
from lifecycle.rules.criteria import SHUTDOWN
from lifecycle.rules.stages import Stage
from tests.cast import a_plan, acme, anna, charlie, corner_shop, dora, know_all, lena, olga, paul

pytestmark = pytest.mark.django_db
COMPUTED_WHEN_ASKED = {"calendar"}


@dataclass(frozen=True)
class Answer:
    code: int
    said: str
    complained: str


def gate(*arguments: str) -> Answer:
    said, complained, code = StringIO(), StringIO(), 0
    try:
        call_command("gate", *arguments, stdout=said, stderr=complained)
    except SystemExit as end:
        code = int(str(end.code))
    return Answer(code, said.getvalue(), complained.getvalue())


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the command reads the real clock


def a_plan_due_long_ago(stage: Stage = Stage.OBSERVING) -> SunsetPlan:
    """Its dates are past on whatever day the tests run: the command reads the real clock."""
    return a_plan(stage=stage, switch_off_date=date(2020, 6, 1))


def test_blockers_leave_with_two_and_stand_on_stderr_and_in_json() -> None:
    plan = a_plan(stage=Stage.BROWNOUT)
    know_all(plan, Stage.OFF, [acme()], at=datetime(2020, 1, 1, tzinfo=UTC))
    plain, document = gate(plan.key, "off"), gate(plan.key, "off", "--json")
    assert (plain.code, document.code) == (2, 2)
    assert "acme: Nobody uses the module any more: last known" in plain.complained
    found = json.loads(document.said)
    assert found["verdict"] == "blocked"
    assert {each["criterion"] for each in found["blockers"]} >= {
        each.key for each in SHUTDOWN
    } - COMPUTED_WHEN_ASKED - {"contract_end"}
    assert [each["sentence"] for each in found["blockers"]] == document.complained.splitlines()


def test_an_open_gate_answers_zero_and_lets_the_operator_through() -> None:
    plan = a_plan_due_long_ago()
    know_all(plan, Stage.ARCHIVED, [acme(), corner_shop()], at=clock())
    shown = gate(plan.key, "archived", "--json")
    assert (shown.code, json.loads(shown.said)["verdict"]) == (0, "safe")
    assert "is open" in gate(plan.key, "archived").said
    entered = gate(plan.key, "archived", "--enter", "--as", olga().email)
    assert (entered.code, entered.said.strip()) == (0, f"{plan.key} is now Archived.")
    plan.refresh_from_db()
    assert plan.stage == Stage.ARCHIVED


def test_two_people_approve_and_a_third_enters_on_what_a_person_signed_for() -> None:
    plan = a_plan_due_long_ago(Stage.ARCHIVED)
    know_all(plan, Stage.CLOSED, [acme()], at=clock())
    for person in (lena(), anna()):
        assert gate(plan.key, "closed", "--approve", "--as", person.email).code == 0
    assert Approval.objects.filter(plan=plan, to_stage="closed").count() == 2
    signed = gate(plan.key, "closed", "--attest", "disposal_settled", "--as", olga().email, "--note", "nothing kept")
    assert signed.code == 0
    assert gate(plan.key, "closed", "--enter", "--as", olga().email).code == 0


def test_the_wrong_person_is_refused_with_who_could() -> None:
    plan = a_plan_due_long_ago()
    know_all(plan, Stage.ARCHIVED, [acme()], at=clock())
    refused = gate(plan.key, "archived", "--enter", "--as", dora().email)
    assert (refused.code, refused.complained.strip()) == (2, "This needs another person: operator.")
    assert gate(plan.key, "archived", "--approve", "--as", paul().email).code == 2  # the author
    assert gate(plan.key, "archived", "--attest", "audit_ok", "--as", olga().email, "--note", "x").code == 2


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("no-such-plan", "off"), "plan show"),
        (("{key}", "nowhere"), "Stages: draft, assessing"),
        (("{key}", "off", "--enter"), "--as EMAIL"),
        (("{key}", "off", "--approve", "--as", "nobody@nowhere.example"), "--as EMAIL"),
        (
            ("{key}", "off", "--attest", "operators", "--account", "no-such", "--as", "x"),
            "No account is called 'no-such'",
        ),
    ],
)
def test_what_cannot_be_read_leaves_with_one_and_says_what_to_do(arguments: tuple[str, ...], advice: str) -> None:
    plan = a_plan(dated=False)
    answer = gate(*(each.format(key=plan.key) for each in arguments))
    assert answer.code == 1
    assert advice in answer.complained
    as_json = gate(*(each.format(key=plan.key) for each in arguments), "--json")
    assert advice in json.loads(as_json.said)["error"]


def test_customers_and_those_who_left_act_for_nobody() -> None:
    plan, gone = a_plan(dated=False), anna()
    gone.is_active = False
    gone.save()
    for email in (charlie().email, gone.email):
        assert gate(plan.key, "off", "--approve", "--as", email).code == 1
    assert not Approval.objects.exists()


def test_the_letters_of_a_mail_address_may_be_of_any_size() -> None:
    plan = a_plan(dated=False)
    assert gate(plan.key, "off", "--approve", "--as", olga().email.upper()).code == 0


def test_stopping_says_why() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    assert gate(plan.key, "paused", "--enter", "--as", dora().email).code == 2
    done = gate(plan.key, "paused", "--enter", "--as", dora().email, "--note", "acme asked for time")
    assert (done.code, done.said.strip()) == (0, f"{plan.key} is now Paused.")


def test_evidence_grows_old_in_the_commands_eyes() -> None:
    plan = a_plan_due_long_ago()
    know_all(plan, Stage.ARCHIVED, [acme()], at=clock() - timedelta(days=8))
    assert "too old to count" in gate(plan.key, "archived").complained
