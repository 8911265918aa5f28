"""Do two people let one account pass whose transfer is not done (G10, A19)?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management.base import CommandError

from lifecycle.api import gate_verdict
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from tests.cast import a_plan, acme, anna, know, know_all, olga
from tests.lifecycle.commands.answers import Answer, run


@pytest.mark.django_db
def test_two_people_let_one_account_pass_whose_transfer_is_not_done() -> None:
    """One of the plan's criteria listens to single accounts, and so does leave; the others do not."""
    plan = a_plan(stage=Stage.BROWNOUT)
    now = datetime.now(UTC)  # noqa: TID251 - the command reads the real clock
    know_all(plan, Stage.OFF, [acme()], at=now)
    know(plan, "transfer_done", False, account=acme(), at=now)
    soon = now + timedelta(hours=1)
    assert about_transfers(plan, soon) == (["acme"], [])
    asked = ask(plan, "transfer_done", now)
    assert about_transfers(plan, soon) == (["acme"], [])
    assert run("exempt", "confirm", plan.key, asked.data["uuid"], "--as", anna().email).code == 0
    assert about_transfers(plan, soon) == ([], ["acme"])
    with pytest.raises(CommandError, match="no_dependants"):
        ask(plan, "no_dependants", now)


def ask(plan: SunsetPlan, criterion: str, now: datetime) -> Answer:
    words = ("exempt", "grant", plan.key, "--account", "acme", "--until", str(now.date() + timedelta(days=30)))
    said = ("--reason", "starts anew", "--as", olga().email, "--criterion", criterion)
    return run(*words, *said, "--json")


def about_transfers(plan: SunsetPlan, now: datetime) -> tuple[list[str], list[str]]:
    """Whom the gate to off holds up for their transfer, and whom it lets pass with a caution."""
    verdict = gate_verdict(plan=plan, to=Stage.OFF, now=now)
    blocked, passed = (
        [each.subject for each in found if each.criterion == "transfer_done"]
        for found in (verdict.blockers, verdict.cautions)
    )
    return blocked, passed
