"""A2, S5, S9: the same figures from the commands, the address and as frames; bad input ends with a sentence."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client

from analytics.api import daily_frame, recent_imports, rejected_rows, usage, usage_frame
from analytics.tasks import push_evidence, refresh
from lifecycle.rules.csv_guard import guard
from tests.analytics.feeds import NOW, feed, taken
from tests.cast import acme, alice, corner_shop, paul

ROWS = [(f"2026-05-{day:02}T10:00:00Z", "acme", "=u1", "reactions") for day in range(1, 32)]
AS_OF = date(2026, 5, 31)
ROOT = Path(__file__).resolve().parents[2]


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any, str]:
    """Exit code, JSON and what was said beside it."""
    code = 0
    try:
        call_command(*arguments, "--json")
    except SystemExit as end:
        code = int(str(end.code))
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


@pytest.mark.django_db
def test_a_file_is_tried_imported_and_found_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    acme()
    path = str(feed(tmp_path / "a.csv", [*ROWS, ("never", "acme", "u", "m")]))
    code, found, _ = ran(capsys, "import_activity", path, "--dry-run")
    assert (code, found["files"][0]["status"], len(found["files"][0]["sample"])) == (0, "tried", 10)
    code, found, _ = ran(capsys, "import_activity", path)
    assert (code, found["added"], found["rejected"], found["duplicates"]) == (0, 31, 1, 0)
    (reject,) = found["files"][0]["rejects"]
    assert (reject["field"], reject["reason"].split(" ISO")[0], reject["count"]) == ("occurred_at", "is neither an", 1)
    assert ran(capsys, "import_activity", path)[0] == 3
    code, found, _ = ran(capsys, "usage", "reactions", "--as-of", "2026-05-31")
    assert (code, found["users"]["28"], found["by_account"][0]["account"]) == (0, 1, "acme")
    call_command("usage", "reactions", "--as-of", "2026-05-31")
    many = [(ROWS[0][0], "who", "u", f"m{number}") for number in range(12)]
    call_command("import_activity", str(feed(tmp_path / "b.csv", many)))
    said = capsys.readouterr().out
    assert "acme: active" in said
    assert "m0, m1, m10, m11, m2, m3, m4, m5, m6, m7 and 2 more" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["usage", "nothing"], "No module is called 'nothing'"),
        (["usage", "x", "--as-of", "31.5.2026"], "write it like 2026-05-31"),
        (["usage", "x", "--as-of", "9999-01-01"], "out of range"),
        (["import_activity", "none.csv"], "no such file"),
        (["import_activity", "none.csv", "--map", "none.yaml"], "The map none.yaml cannot be used"),
        (["import_activity", "none.csv", "--assume-zone", "Mars/Olympus"], "no time zone"),
        (["import_activity", "none.csv", "--source", " "], "A source is named"),
        (["import_activity", "none.csv", "--delimiter", "ab"], "one character"),
    ],
)
def test_bad_input_ends_with_one_and_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    code, found, said = ran(capsys, *arguments)
    assert code == 1
    assert sentence in said
    assert sentence in found["error"]


@pytest.mark.django_db
def test_a_refused_file_ends_with_one_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "m.yaml").write_text("module: {const: reactions}\n")
    path = str(feed(tmp_path / "a.csv", [ROWS[0], ("x",)], columns=("occurred_at", "account", "user", "other")))
    code, found, said = ran(capsys, "import_activity", path, "--strict", "--map", str(tmp_path / "m.yaml"))
    assert (code, found["refused"], found["added"]) == (1, 1, 0)
    assert f"{path}: 1 of 2 rows are bad" in said
    (import_row,) = recent_imports()
    assert rejected_rows(import_uuid=import_row.uuid)[0]["line"] == 3
    assert rejected_rows(import_uuid=UUID(int=0)) == []


@pytest.mark.django_db
def test_the_address_answers_staff_in_json_and_csv_and_nobody_else(tmp_path: Path, client: Client) -> None:
    acme()
    taken(feed(tmp_path / "a.csv", ROWS))
    address = "/api/v1/modules/reactions/usage?as_of=2026-05-31"
    assert client.get(address).status_code == 403
    client.force_login(alice())
    assert client.get(address).status_code == 403
    client.force_login(paul())
    assert client.get(address).json() == usage(module_key="reactions", as_of=AS_OF, now=NOW).as_json()
    lines = client.get(f"{address}&format=csv").content.decode().splitlines()
    assert lines[0].startswith("account,tier,verdict,why,users_28")
    assert lines[0].endswith(",next_expected_date")  # nothing nested in a cell
    assert lines[1].startswith("acme,key,active,")
    assert ",'=u1," in lines[1]
    assert client.get("/api/v1/modules/nothing/usage").status_code == 404
    assert client.get("/api/v1/modules/nothing/usage?format=csv").status_code == 404
    assert client.get("/api/v1/modules/reactions/usage?as_of=soon").status_code == 400
    assert client.get("/api/v1/modules/reactions/usage?as_of=9999-01-01").status_code == 400


@pytest.mark.parametrize("text", ["=1+1", *(f"{first}x" for first in "+-@\t\r\n\0＝＋－＠'")])
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert guard("plain") == "plain"


@pytest.mark.django_db
def test_frames_have_the_documented_columns_and_types(tmp_path: Path) -> None:
    acme(), corner_shop()
    taken(feed(tmp_path / "a.csv", ROWS))
    frame = usage_frame(module_key="reactions", as_of=AS_OF, now=NOW)
    assert list(frame["account"]) == ["acme", "corner-shop"]
    assert frame["users_28"].tolist() == [1, 0]
    assert {name: str(frame[name].dtype) for name in ("users_28", "rank", "dependence", "first_at", "account")} == {
        "users_28": "Int64",
        "rank": "Int64",
        "dependence": "float64",
        "first_at": "datetime64[us, UTC]",
        "account": "str",
    }
    days = daily_frame(module_key="reactions", as_of=AS_OF, now=NOW)
    assert len(days) == 180
    assert days["events"].isna().sum() == 149
    assert days["events"].sum() == 31


def test_the_door_is_opened_without_pandas() -> None:
    script = (
        "import django, sys; django.setup(); import analytics.api;"
        " print(sorted({'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    environ = {"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "config.settings", "ENVIRONMENT": "test"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environ, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


@pytest.mark.django_db
def test_doorbells_do_the_work() -> None:
    refresh(unheard="of")
    push_evidence(plan_id=-1, unheard="of")
    assert recent_imports() == []
