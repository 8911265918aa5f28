"""What does `manage.py plan` answer, and with which exit code? (A8, E1; reliability N71, N74, N81)"""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lifecycle.models import SunsetPlan, User
from lifecycle.rules.actors import Role
from tests.lifecycle.plan_files import a_plan_file

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("plan", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def answer(*arguments: str) -> tuple[int, Any]:
    code, out, _ = run(*arguments, "--json")
    return code, json.loads(out)


def test_a_good_file_validates(tmp_path: Path) -> None:
    code, out, err = run("validate", a_plan_file(tmp_path))
    assert (code, err) == (0, "")
    assert "holds: voice-2027 retires voice" in out
    assert not SunsetPlan.objects.exists()


def test_a_plan_under_its_floor_exits_2_and_names_rule_line_and_date(tmp_path: Path) -> None:
    file = a_plan_file(tmp_path, ("policy: own.core", "policy: google"))
    code, _, err = run("validate", file)
    assert code == 2
    assert f"{file}:13: The lead time is too short: google needs 12 months; the earliest date" in err
    code, data = answer("validate", file)
    assert (code, data["verdict"]) == (2, "blocked")
    assert [(each["rule"], each["line"]) for each in data["blockers"]] == [("google", 13)]


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("announce: -90d", "anounce: -90d", 17, "schema.unknown_key"),
        ("announce: -90d", "announce: -90", 17, "schema.value"),
        ("policy: own.core", "policy: own.coar", 12, "schema.value"),
        ("policy: own.core\n", "policy: google\npolicy: own.core\n", 13, "schema.duplicate_key"),
        ("2027-06-01", "2027-02-30", 13, "schema.value"),
        ("2027-06-01", "0000-01-01", 13, "schema.value"),
        ("2027-06-01", "9999-12-31", 13, "date_impossible"),
        ("2027-06-01", "03/04/2027", 13, "schema.value"),
        ("2027-06-01", "2020-06-01", 13, "date_past"),
        ("Europe/Berlin", "CST", 15, "schema.value"),
        ("reason:\n", "reason: [\n", 11, "schema.not_yaml"),
        ("name: Voice channels", "name: &a Voice", 5, "schema.reference"),
        ("name: Voice channels", "name: !!python/name:os.system", 5, "schema.reference"),
        ("name: Voice channels", 'name: "a\\r\\nBcc: x"', 5, "schema.value"),
        ("read_only: -30d", "read_only: -1d", 19, "date_order"),
        ("brownout:", "off:", 22, "schema.value"),
        ("  read_only: -30d\n", "", 16, "stage_left_out"),
        ("skip:", "skip:\n  read_only: no", 19, "skip_and_date"),
        ("read_only: -30d", "read_only: -89d", 19, "stage.read_only"),
        ("owner: paul@example.com", "owner: paul@example@com", 6, "schema.value"),
    ],
)
def test_each_fault_is_refused_with_its_line_and_rule(tmp_path: Path, old: str, new: str, line: int, rule: str) -> None:
    file = Path(a_plan_file(tmp_path))
    text = file.read_text(encoding="utf-8")
    if old == "2027-06-01":  # the off date stands a year ahead of today in the file
        old = text.split("off_date: ")[1][:10]
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, data = answer("validate", str(file))
    assert code == 2
    assert (line, rule) in [(each["line"], each["rule"]) for each in data["blockers"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"\x00\x01\x02", "not YAML"),
        (b"just words", "no keys and values"),
        (b"- one\n- two\n", "no keys and values"),
        (b"a: b\n" * 100_000, "bytes; a plan has at most"),
        (b"[" * 5_000, "not YAML"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "sunset.yaml"
    file.write_bytes(data)
    code, _, err = run("validate", str(file))
    assert code == 2
    assert words in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    code, _, err = run("validate", str(tmp_path / "nowhere.yaml"))
    assert code == 1
    assert "cannot be read" in err
    assert run("apply")[0] == 1


def test_diff_apply_and_show_tell_one_story(tmp_path: Path) -> None:
    file = a_plan_file(tmp_path)
    code, data = answer("diff", file)
    assert (code, data["is_new"]) == (0, True)
    assert run("apply", file)[0] == 0
    assert run("apply", file)[0] == 3
    assert run("diff", file)[0] == 3
    code, data = answer("show", "voice-2027")
    assert (code, data["binding"], data["stage"], data["revision"]) == (0, "own.core", "draft", 1)
    assert next(each["kind"] for each in data["milestones"]) == "announce"
    later = a_plan_file(tmp_path, ("read_only: -30d", "read_only: -29d"))
    code, data = answer("diff", later)
    assert (code, [each["place"] for each in data["changes"]]) == (0, ["dates.read_only"])
    assert "1 day later" in data["consequences"][0]
    assert "own.core allows the end from" in run("show", "voice-2027")[1]


def test_show_lists_plans_or_says_that_there_is_none(tmp_path: Path) -> None:
    assert run("show")[0] == 3
    code, _, err = run("show", "nothing")
    assert (code, "No plan is called 'nothing'" in err) == (1, True)
    run("apply", a_plan_file(tmp_path))
    assert answer("show") == (0, [{"key": "voice-2027", "module": "voice", "stage": "draft"}])


def test_people_who_are_not_here_are_a_caution_in_a_file_and_a_refusal_when_it_is_applied(tmp_path: Path) -> None:
    file = a_plan_file(tmp_path, ("switch:", "author: nobody@example.com\nswitch:"))
    code, out, _ = run("validate", file)
    assert code == 0
    assert "Caution: There is no login nobody@example.com." in out
    assert run("diff", file)[0] == 0
    code, _, err = run("apply", file)
    assert code == 2
    assert "[unknown_person]" in err


def test_two_named_people_override_a_floor(tmp_path: Path) -> None:
    file = a_plan_file(tmp_path, ("policy: own.core", "policy: google"))
    for name in ("ann", "bob"):
        User.objects.create_user(f"{name}@example.com", name=name, role=Role.APPROVER, is_staff=True)
    backed = ("--override", "the supplier stops", "--backed-by", "ann@example.com", "--backed-by")
    assert run("apply", file, *backed, "ann@example.com")[0] == 2
    assert run("apply", file, *backed, "nobody@example.com")[0] == 1
    code, out, _ = run("apply", file, *backed, "bob@example.com")
    assert code == 0
    assert "overridden on record: the supplier stops" in out


def test_the_published_schema_is_current_and_accepts_the_plan(tmp_path: Path) -> None:
    """The committed file is what `make check` compares."""
    published = Path("docs/generated/sunset.schema.json").read_text(encoding="utf-8")
    assert run("schema")[1] == published
    assert run("schema", str(tmp_path / "s.json"))[0] == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == published


def test_the_published_schema_agrees_with_the_reader(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import
    from ruamel.yaml import YAML  # noqa: PLC0415  (only this test needs it)

    schema = json.loads(run("schema")[1])
    Draft202012Validator.check_schema(schema)
    plan = YAML(typ="safe").load(Path(a_plan_file(tmp_path)).read_text(encoding="utf-8"))
    as_json = json.loads(json.dumps(plan, default=str))
    assert list(Draft202012Validator(schema).iter_errors(as_json)) == []
    assert list(Draft202012Validator(schema).iter_errors(as_json | {"anounce": 1}))
