"""What other dates would change is known before they hold, and what forbids them is said (A8, A12, A17)."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lifecycle.api import moved_along
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.services.move_date import write_move
from notifications.api import moved_dates, reconcile, simulate
from notifications.models import Touchpoint
from tests.cast import NOON, OFF, acme, corner_shop
from tests.notifications.scenes import announced
from tests.notifications.test_commands import run

pytestmark = pytest.mark.django_db
LATER = date(2027, 7, 15)


def test_the_difference_is_what_the_reconciler_then_does_and_nothing_is_written_by_asking() -> None:
    plan = announced()
    moves = moved_along(plan, LATER, now=NOON)
    before = open_contacts()
    found = simulate(plan=plan, until=LATER, now=NOON, other=moved_dates(plan, moves, now=NOON)).difference
    assert found
    assert open_contacts() == before
    for milestone in plan.milestones.all():
        day = moves.get(MilestoneKind(milestone.kind), milestone.date)
        write_move(plan=plan, milestone=milestone, to=day, local_time=milestone.local_time, reason="late", now=NOON)
    reconcile(plan_id=plan.pk, now=NOON)
    after = open_contacts()
    assert {(row.account, row.step, row.after) for row in found.rows if row.after} == after - before
    assert {(row.account, row.step, row.before) for row in found.rows if row.before} == before - after
    assert found.unchanged == len(before & after)
    assert found.corrections == 0


def open_contacts() -> set[tuple[str, str, datetime]]:
    rows = Touchpoint.objects.filter(status="planned")
    return {(row.account.key, row.step, row.due_at) for row in rows.select_related("account")}


def test_only_those_who_know_the_old_date_would_be_corrected() -> None:
    plan = announced()
    now, standing = NOON + timedelta(days=5), {"off": OFF.isoformat()}
    heard = Touchpoint.objects.filter(account=acme(), notice__code="sunset_announced")
    assert heard.update(told_at=now, told_dates=standing, served_at=now, status="served") == 3
    other = moved_dates(plan, moved_along(plan, LATER, now=now), now=now)
    found = simulate(plan=plan, until=LATER, now=now, other=other).difference
    assert found
    assert {row.account for row in found.rows if row.notice == "correction"} == {"acme"}
    assert found.corrections == 3  # by call, mail and inbox


def test_the_command_shows_counts_first_rows_and_what_forbids_the_change() -> None:
    plan = announced()
    code, text = run("simulate", plan.key, "--now", NOON.isoformat(), "--off", "2027-04-01", "--diff")
    assert code == 0
    assert "WOULD BE REFUSED" in text
    assert "moved" in text
    assert "corner-shop: last_call by email" in text
    asked = ("--off", str(LATER), "--along", "--diff", "--json")
    code, text = run("simulate", plan.key, "--now", NOON.isoformat(), *asked)
    told = json.loads(text)
    assert (told["corrections"], told["refusals"]) == (0, [])
    assert told["moved"] > 20 == len(told["first"])
    assert run("simulate", plan.key, "--now", NOON.isoformat(), "--off", OFF.isoformat(), "--diff")[0] == 3


@pytest.mark.parametrize(
    "words",
    [
        *(("--diff",), ("--off", "x"), ("--move", "soon=2027-01-01"), ("--move", "decision=2027-01-01")),
        *(("--file", "none.yaml"), ("--file", "a.yaml", "--off", "2027-07-01"), ("--now", "yesterday")),
    ],
)
def test_a_question_that_cannot_be_understood_is_an_error(words: tuple[str, ...]) -> None:
    assert run("simulate", announced().key, *words)[0] == 1


def test_a_plan_file_is_simulated_as_if_it_were_applied(tmp_path: Path) -> None:
    plan, file = announced(), tmp_path / "other.yaml"
    file.write_text("version: 1\n", encoding="utf-8")
    assert run("simulate", plan.key, "--file", str(file))[0] == 1


def test_whoever_would_hear_too_late_is_named_with_the_rule_and_the_lawful_day() -> None:
    bound = acme()
    bound.notice_days = 200
    bound.save(update_fields=["notice_days"])
    plan = announced(bound, corner_shop())
    (late,) = simulate(plan=plan, until=OFF, now=NOON).not_in_time
    assert (late.account, late.rule, late.told_date) == ("acme", "contract", date(2027, 3, 3))
    assert late.earliest_date == date(2027, 9, 19)
    code, text = run("simulate", plan.key, "--until", "2027-06-01", "--now", NOON.isoformat())
    assert code == 0
    assert "NOT IN TIME: acme, told on 2027-03-03: contract asks for 200 days, allows" in text
    assert "1 mails leave, 0 of them to Gmail" in text
    assert "calls 1" in text
    assert "Monday to Friday is assumed for 2 accounts" in text
