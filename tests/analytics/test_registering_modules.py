"""Usage, section 1, N13: a module that activity names is registered by itself; its figures are there at once."""

from datetime import date
from pathlib import Path

import pytest

from analytics.api import refresh, usage
from lifecycle.api import AuditEvent, Module
from lifecycle.rules.stages import Stage
from tests.analytics.feeds import NOW, feed, taken
from tests.cast import a_module, a_plan, acme, dora, paul
from tests.lifecycle.commands.answers import run

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


def acts() -> list[tuple[str, str, str]]:
    return list(
        AuditEvent.objects.filter(action__startswith="lifecycle.module").values_list("action", "subject", "actor")
    )


def test_a_registered_key_brings_what_was_imported_before(tmp_path: Path) -> None:
    acme()
    taken(feed(tmp_path / "a.csv", [("2026-05-01T10:00:00Z", "acme", "u1", "old")]))
    refresh(now=NOW)
    assert run("module", "list", "--json").data == {"modules": [], "unregistered": ["old"]}
    before = usage(module_key="old", now=NOW, as_of=DAY)
    done = run(
        "module", "register", "old", "--name", "Old reports", "--owner", "rita@example.com", "--as", paul().email
    )
    assert (done.code, run("module", "list", "--json").data["unregistered"]) == (0, [])
    after = usage(module_key="old", now=NOW, as_of=DAY)
    assert (after.as_json(), [each.account for each in after.by_account]) == (before.as_json(), ["acme"])
    assert acts() == [("lifecycle.module.registered", "old", "Paul")]


def test_the_same_words_again_change_nothing_and_other_words_are_refused() -> None:
    words = ("module", "register", "old", "--name", "Old", "--criticality", "non_core")
    assert [run(*words).code, run(*words).code] == [0, 3]
    other = run("module", "register", "old", "--name", "Other")
    assert (other.code, other.complained.strip()) == (2, "old is registered already, as Old.")
    assert acts() == [("lifecycle.module.registered", "old", "command line")]


def test_only_who_may_edit_plans_registers_or_removes() -> None:
    a_module("old")
    assert run("module", "register", "new", "--name", "New", "--as", dora().email).code == 2
    assert run("module", "remove", "old", "--reason", "typo", "--as", dora().email).code == 2
    assert [each.key for each in Module.objects.all()] == ["old"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("register", "Old", "--name", "Old"), "1 to 64 lowercase letters"),
        (("register", "_old", "--name", "Old"), "1 to 64 lowercase letters"),
        (("register", "old", "--name", "x" * 201), "200"),
        (("register", "old", "--name", "Old\nBcc: x@example.com"), "on one line"),
        (("register", "old", "--name", "Old", "--owner", "nobody"), "owner_email"),
        (("register", "old"), "--name NAME"),
        (("register",), "needs the KEY"),
        (("remove", "old", "--reason", "typo"), "No module is called 'old'"),
    ],
)
def test_words_that_no_module_can_have_are_an_error(words: tuple[str, ...], said: str) -> None:
    answer = run("module", *words)
    assert (answer.code, said in answer.complained, Module.objects.exists()) == (1, True, False)


def test_a_module_registered_by_mistake_is_removed_on_record_with_its_reason() -> None:
    assert run("module", "list").code == 3
    run("module", "register", "olt", "--name", "Old")
    assert run("module", "remove", "olt").code == 2, "it takes a reason"
    assert run("module", "remove", "olt", "--reason", "mistyped").code == 0
    assert [action for action, _, _ in acts()] == ["lifecycle.module.registered", "lifecycle.module.removed"]
    assert run("module", "register", "olt", "--name", "Old").code == 0, "as often as one likes"


def test_a_module_that_was_planned_or_replaces_another_stays() -> None:
    plan = a_plan(stage=Stage.CANCELLED)
    plan.module.replacement_module = a_module("insights")
    plan.module.save()
    planned = run("module", "remove", "reports", "--reason", "typo")
    assert (planned.code, planned.complained.strip()) == (
        2,
        "reports stays on record: it was planned (reports-sunset).",
    )
    replaces = run("module", "remove", "insights", "--reason", "typo")
    assert (replaces.code, "it is the replacement of reports" in replaces.complained) == (2, True)
