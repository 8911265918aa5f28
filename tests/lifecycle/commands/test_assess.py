"""Does `assess` show, set, import, compare and take risks, with the exits of every command (A4, A5, A6)?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lifecycle.models import AssessmentChange, PlanRemark
from tests.cast import a_plan, acme, anna, lena, paul

pytestmark = pytest.mark.django_db
SOON = str(datetime.now(UTC).date() + timedelta(days=60))  # noqa: TID251 - the command reads the real clock
FILE = """\
scenarios:
  plan:
    readiness: ready
    cost: {currency: EUR, infrastructure: 8000, people: 12000, defects: 2000, running: 4000,
           direct: 90000, indirect: 30000}
    scores:
      law: {value: 4, weight: 2, evidence: Counsel agreed., as_of: 2027-02-01}
      security: {value: 2, evidence: Pentest open, as_of: 2027-02-01}
    capabilities:
      - {name: Search, coverage: covered, essential: true}
  later:
    name: A year later
    replacement: Rooms
    off: 2028-06-01
    cost: {currency: EUR, infrastructure: 8000, people: 12000, defects: 2000, running: 30000,
           direct: 10000, indirect: 0}
effects:
  - {group: qa, text: Fewer suites to run, owner: Quinn, follow_up: 2027-05-01}
remarks:
  - {voice: support, severity: high, text: They print it., account: acme}
dependants: {report bot: moves to webhooks}
"""


def assess(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = 0
    try:
        call_command("assess", *words, "--json")
    except SystemExit as end:
        code = int(str(end.code))
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


@pytest.fixture
def key(tmp_path: Path) -> str:
    acme()
    paul()
    (tmp_path / "assessment.yaml").write_text(FILE, encoding="utf-8")
    return a_plan().key


def test_a_file_is_set_once_shown_and_compared(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "assessment.yaml")
    code, data, _ = assess(capsys, "set", key, file, "--as", "paul@sunsetter.example")
    assert (code, data["changed"]) == (0, AssessmentChange.objects.count())
    assert assess(capsys, "set", key, file, "--as", "paul@sunsetter.example")[0] == 3
    _, shown, _ = assess(capsys, "show", key)
    main, later = shown["scenarios"]
    assert main["figures"]["one_off"] == "138000"
    assert (main["figures"]["break_even_month"], main["figures"]["roi_24"]) == (8, "2.1304")
    assert main["return_by_month"][8] == "6000"
    assert main["replacement"] == {"holds": False, "faults": ["security_below"]}
    assert (later["key"], later["figures"]["break_even_month"]) == ("later", "never")
    assert shown["severities"] == {"critical": 0, "high": 1, "medium": 0, "low": 0}
    code, compared, _ = assess(capsys, "compare", key, f"{key}/later")
    assert code == 0
    lines = {each["measure"]: each for each in compared["lines"]}
    assert lines["break_even_month"] == {
        "measure": "break_even_month",
        "first": 8,
        "second": "never",
        "better": "first",
    }
    call_command("assess", "show", key)
    assert "ROI(24) 213.0 %" in capsys.readouterr().out
    call_command("assess", "compare", key, f"{key}/later")
    assert "unknown" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("law:", "lawful:"), ":7:"),
        (("value: 4", "value: 6"), ":7:"),
        (("evidence: Counsel", "evidance: Counsel"), "no such key here"),
        (("infrastructure: 8000", "infrastructure: yes"), ":4:"),
        (("account: acme", "account: nobody"), "nobody"),
    ],
)
def test_a_wrong_file_changes_nothing_and_names_the_line(
    key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], said: str
) -> None:
    file = tmp_path / "assessment.yaml"
    file.write_text(FILE.replace(*change, 1), encoding="utf-8")
    code, _, error = assess(capsys, "set", key, str(file), "--as", "paul@sunsetter.example")
    assert code in {1, 2}
    assert said in error
    assert not AssessmentChange.objects.exists()


def test_feedback_comes_from_a_file_once(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "remarks.csv"
    file.write_text("voice,severity,text,account\nsales,low,Nobody asks.,\nsupport,high,Ours do.,acme\nboss,low,x,\n")
    code, data, _ = assess(capsys, "remarks", key, str(file), "--as", "paul@sunsetter.example")
    assert (code, data["added"], [each["line"] for each in data["rejected"]]) == (0, 2, [4])
    code, data, _ = assess(capsys, "remarks", key, str(file), "--as", "paul@sunsetter.example")
    assert (code, data["repeated"], PlanRemark.objects.count()) == (1, 2, 2)
    file.write_text("nonsense")
    assert assess(capsys, "remarks", key, str(file), "--as", "paul@sunsetter.example")[0] == 1


def test_a_risk_is_asked_for_backed_listed_and_withdrawn(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    anna(), lena()
    words = ("risk", key, "replacement_ready", "--reason", "The contract ends.", "--until", SOON)
    _, data, _ = assess(capsys, *words, "--as", "paul@sunsetter.example")
    for people, who in enumerate(("anna", "lena"), 1):
        _, backed, _ = assess(capsys, "back", key, data["uuid"], "--as", f"{who}@sunsetter.example")
        assert backed["people"] == people
    code, _, error = assess(capsys, "back", key, data["uuid"], "--as", "paul@sunsetter.example")
    assert (code, "two people" in error) == (2, True)
    _, (risk,), _ = assess(capsys, "risks", key)
    assert risk["backed_by"] == ["Anna", "Lena"]
    assert assess(capsys, "withdraw", key, data["uuid"], "--as", "anna@sunsetter.example")[0] == 0
    call_command("assess", "risks", key)
    assert "withdrawn" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nothing"),
        ("compare", "{key}"),
        ("compare", "{key}", "{key}/nowhere"),
        ("compare", "{key}", "nothing"),
        ("set", "{key}"),
        ("set", "{key}", "nowhere.yaml", "--as", "paul@sunsetter.example"),
        ("back", "{key}", "x", "--as", "paul@sunsetter.example"),
        ("risk", "{key}", "replacement_ready", "--until", "soon", "--as", "paul@sunsetter.example"),
    ],
)
def test_wrong_words_exit_1_and_say_what_to_do(
    key: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, data, error = assess(capsys, *(word.format(key=key) for word in words))
    assert (code, bool(error.strip()), "error" in data) == (1, True, True)
