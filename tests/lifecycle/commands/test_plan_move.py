"""Do dates move by `manage.py plan move` as in the console, with the same refusals and exit codes (A12, N71)?"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lifecycle.models import DateRequest, SunsetPlan
from lifecycle.rules.stages import Stage
from tests.cast import a_plan, anna, lena, paul
from tests.lifecycle.commands.test_plan import answer, run

pytestmark = pytest.mark.django_db
OFF = timezone.now().date() + timedelta(days=150)  # noqa: TID251 - the command reads the real clock
WHY = ("--reason", "the replacement is late")
KEY = "reports-sunset"


@pytest.fixture
def plan() -> SunsetPlan:
    return a_plan(stage=Stage.ANNOUNCED, switch_off_date=OFF)


def end_of(plan: SunsetPlan) -> date:
    return plan.milestones.get(kind="off").date


def test_the_end_and_what_hangs_on_it_move_by_days_after_a_trial(plan: SunsetPlan) -> None:
    words = ("move", KEY, "--by-days", "14", "--along", *WHY)
    code, told = answer(*words, "--dry-run")
    assert (code, told["outcome"], end_of(plan)) == (0, "trial", OFF)
    assert {"place": "dates.off", "before": str(OFF), "after": str(OFF + timedelta(days=14))} in told["changes"]
    assert any("Approvals given so far" in each for each in told["consequences"])
    code, out, _ = run(*words)
    assert (code, end_of(plan)) == (0, OFF + timedelta(days=14))
    assert f"{KEY} has moved:" in out
    assert plan.milestones.get(kind="purge").date == OFF + timedelta(days=59 + 14)


def test_named_dates_move_together_and_the_same_again_is_nothing(plan: SunsetPlan) -> None:
    words = ("move", KEY, f"off={OFF + timedelta(days=2)}", f"purge={OFF + timedelta(days=90)}", *WHY)
    assert run(*words)[0] == 0
    assert end_of(plan) == OFF + timedelta(days=2)
    assert run(*words)[0] == 3


def test_a_rule_that_refuses_is_exit_2_with_its_sentence_and_moves_nothing(plan: SunsetPlan) -> None:
    code, _out, err = run("move", KEY, f"off={OFF + timedelta(days=40)}", "--dry-run")
    assert (code, "stands after" in err) == (2, True)
    code, _out, err = run("move", KEY, f"off={OFF + timedelta(days=4)}")
    assert (code, "say why the date moves" in err) == (2, True)
    assert end_of(plan) == OFF


def test_earlier_than_announced_is_asked_for_or_moves_with_two_people(plan: SunsetPlan) -> None:
    words = ("move", KEY, "--by-days", "-1", *WHY)
    assert run(*words)[0] == 2
    code, told = answer(*words, "--as", paul().email)
    assert (code, told["outcome"], end_of(plan)) == (0, "asked", OFF)
    assert told["request"] == str(DateRequest.objects.get().uuid)
    assert run(*words, "--backed-by", anna().email, "--backed-by", lena().email)[0] == 0
    assert end_of(plan) == OFF - timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    [
        *((), ("off=soon",), ("end=2027-06-30",), ("off=2027-06-30", "--by-days", "3"), ("--by-days", "999999999")),
        *(("purge=2027-09-30", "--along"), ("read_only",), ("--by-days", str((date.max - OFF).days - 9), "--along")),
    ],
)
def test_words_that_name_no_date_are_an_error(plan: SunsetPlan, words: tuple[str, ...]) -> None:
    assert run("move", KEY, *words, *WHY)[0] == 1
    assert end_of(plan) == OFF


def test_a_plan_without_an_end_has_none_to_move() -> None:
    bare = a_plan(module="fax", dated=False)
    assert run("move", bare.key, "--by-days", "3", *WHY)[0] == 1
