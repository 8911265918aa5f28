"""Can a program of the installation be the switch? (A18)"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from lifecycle.rules.plan_file import SwitchConfig, SwitchKind
from lifecycle.rules.plan_settings import PlanSettings, as_json
from lifecycle.rules.stages import Stage, SwitchLevel
from lifecycle.services.drive_switches import drive_switches
from lifecycle.switches.command.switch import CommandSwitch
from lifecycle.switches.contract import SwitchFault
from tests.cast import OFF_NOON, a_plan

WHEN = datetime(2027, 6, 1, 8, tzinfo=UTC)


def a_program(folder: Path, body: str) -> str:
    path = folder / "switch"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def read(program: str) -> SwitchLevel | None:
    return CommandSwitch(program).read(module="reports", account="", message_id="m", sent_at=WHEN)


@pytest.mark.django_db
def test_a_program_is_driven_and_read_back(tmp_path: Path, settings: Settings) -> None:
    body = f"""
    if [ "$1" = set ]; then sed 's/.*"level": "\\([a-z_]*\\)".*/\\1/' > {tmp_path}/level
    else printf '{{"level": "%s"}}' "$(cat {tmp_path}/level 2>/dev/null || echo live)"; fi"""
    settings.SWITCH_COMMANDS = {"host": a_program(tmp_path, body)}
    plan = a_plan(stage=Stage.READ_ONLY)
    plan.settings = as_json(PlanSettings(switch=SwitchConfig(SwitchKind.COMMAND, command="host")))
    plan.save()
    assert drive_switches(plan_id=plan.pk, now=OFF_NOON).sent == 1
    assert (tmp_path / "level").read_text(encoding="utf-8").strip() == "read_only"
    assert drive_switches(plan_id=plan.pk, now=OFF_NOON).done == 1
    settings.SWITCH_COMMANDS = {}
    assert "names no program 'host'" in drive_switches(plan_id=plan.pk, now=OFF_NOON, is_forced=True).error


@pytest.mark.parametrize("body", ["exit 3", "echo nonsense", 'echo \'{"level": "gone"}\''])
def test_a_program_that_fails_is_a_fault(tmp_path: Path, body: str) -> None:
    with pytest.raises(SwitchFault):
        read(a_program(tmp_path, body))


def test_a_program_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SwitchFault, match="FileNotFoundError"):
        read(str(tmp_path / "nowhere"))
