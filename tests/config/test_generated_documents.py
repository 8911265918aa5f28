"""Are the generated pages made from the rules, and is a page that differs named?"""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from config.documents import DOCUMENTS
from config.schedule import SCHEDULE
from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.stages import Stage


def generate(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("generate_docs", *arguments, stdout=said)
    return said.getvalue().splitlines()


def test_pages_are_written_once_and_a_changed_one_is_named(tmp_path: Path) -> None:
    with override_settings(BASE_DIR=tmp_path):
        _write_change_and_check(tmp_path)


def _write_change_and_check(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="1"):
        generate("--check")
    assert not (tmp_path / "docs").exists()
    assert generate() == [f"written: docs/generated/{name}" for name in DOCUMENTS]
    assert generate() == generate("--check") == []
    page = tmp_path / "docs" / "generated" / "stages.md"
    page.write_text(page.read_text().replace("410 tombstone", "an empty list"))
    said = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("generate_docs", "--check", stdout=said)
    assert said.getvalue().splitlines() == ["differs: docs/generated/stages.md"]


def test_every_stage_criterion_and_round_has_its_line() -> None:
    stages, schedule = DOCUMENTS["stages.md"](), DOCUMENTS["schedule.md"]()
    assert [stage.label for stage in Stage if f"| {stage.label} |" not in stages] == []
    assert [key for key in CRITERIA if f"`{key}`" not in stages] == []
    assert [each.doorbell for each in SCHEDULE if f"`{each.doorbell}`" not in schedule] == []


def test_the_plan_schema_is_json_and_the_api_page_names_its_version() -> None:
    assert json.loads(DOCUMENTS["sunset.schema.json"]())["title"] == "Sunsetter plan file"
    assert DOCUMENTS["openapi.yaml"]().startswith("openapi: 3.1")
