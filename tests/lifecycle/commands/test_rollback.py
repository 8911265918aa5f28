"""Can an operator give the module back, to everybody or to one account, and take that back (lifecycle section 8)?"""

import pytest

from lifecycle.api import AuditEvent, SunsetPlan, open_work
from lifecycle.rules.stages import Stage
from tests.cast import a_plan, acme, dora, olga
from tests.lifecycle.commands.answers import run

pytestmark = pytest.mark.django_db


def test_a_plan_is_rolled_back_for_a_reason_by_a_named_person() -> None:
    plan = a_plan(stage=Stage.OBSERVING)
    words = ("switch", "rollback", plan.key, "--as", olga().email)
    assert run(*words).code == 2
    assert run(*words[:3], "--reason", "late calls").code == 1
    done = run(*words, "--reason", "late calls", "--json")
    assert (done.code, done.data["stage"]) == (0, "rolled_back")
    assert SunsetPlan.objects.get().stage == Stage.ROLLED_BACK


def test_one_account_has_the_module_back_and_follows_again() -> None:
    plan, account = a_plan(stage=Stage.OFF), acme()
    words = (plan.key, "--account", account.key, "--reason", "their script", "--as", dora().email)
    given = run("switch", "rollback", *words)
    assert (given.code, open_work.held_accounts(plan)) == (0, {"acme": Stage.EXPORT_ONLY})
    assert f"switch release {plan.key} --account acme" in given.said
    refused = run("switch", "release", *words)
    assert refused.code == 2, "a success manager may stop, not go on"
    assert "pm" in refused.complained
    assert run("switch", "release", *words[:-1], olga().email).code == 0
    assert open_work.held_accounts(plan) == {}
    acts = AuditEvent.objects.filter(account=account).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["lifecycle.account.rolled_back", "lifecycle.account.released"]


@pytest.mark.parametrize(
    "words",
    [
        ("rollback", "nothing"),
        ("rollback", "reports-sunset", "--to", "read_only"),
        ("rollback", "reports-sunset", "--account", "nobody"),
        ("rollback", "reports-sunset", "--account", "acme", "--to", "nowhere"),
        ("release", "reports-sunset"),
    ],
)
def test_what_names_nothing_is_an_error_and_changes_nothing(words: tuple[str, ...]) -> None:
    a_plan(stage=Stage.OFF)
    acme()
    assert run("switch", *words, "--reason", "r", "--as", olga().email).code == 1
    assert not AuditEvent.objects.exists()


def test_where_nothing_can_be_given_back_the_command_says_so() -> None:
    plan = a_plan(stage=Stage.CLOSED)
    acme()
    refused = run("switch", "rollback", plan.key, "--account", "acme", "--reason", "r", "--as", olga().email)
    assert (refused.code, refused.complained) == (2, "A plan in stage Closed gives nothing back.\n")
