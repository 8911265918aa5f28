"""Do the measurements run, agree with their peers, and say what they found in the documented shape?"""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from analytics.api import Recipe, import_files
from benchmarks import usage
from benchmarks.__main__ import concluded, reported
from benchmarks.day import SHORT, _beside_short
from benchmarks.events import AS_OF, FILES, MODULE, NOW, make_events
from benchmarks.hand_written import by_hand
from benchmarks.measures import MEASURES
from benchmarks.result import Result
from benchmarks.rounds import Spent
from config.services.mail_sink import MailSink

# What they kill and count, the tests of ingest, of exports and of planning that is cut do, smaller.
STARTS_PROGRAMS = {"ingest", "planned", "resume"}
SHAPE = {"name", "ours", "peer", "peer_name", "ratio", "goal", "ok", "peak_mb"}


@pytest.mark.slow("measures everything once, at its smallest")
def test_every_measure_runs_and_has_the_documented_shape(
    live_db: SimpleNamespace, settings: Settings, smtp_sink: MailSink
) -> None:
    """Each measure asserts for itself that ours and the peer did the same work."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    for name in (name for name in MEASURES if name not in STARTS_PROGRAMS):
        for result in MEASURES[name](0.001):
            written = result.as_json()
            assert set(written) == SHAPE, name
            assert result.ours > 0
            assert result.goal is None or result.goal > 0
            assert result.line()
            assert json.loads(json.dumps(written)) == written


def test_the_report_says_what_the_hand_written_script_says(live_db: SimpleNamespace, tmp_path: Path) -> None:
    sample = make_events(3_000, tmp_path)
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in sample.files) == sample.rows
    files = [str(path) for path in sample.files]
    assert import_files(addresses=files, recipe=Recipe(), actor=usage.ACTOR, now=NOW).added == sample.rows
    theirs = by_hand(sample.raw, module=MODULE, as_of=AS_OF)
    assert usage.differences(usage.report(), theirs) == []
    assert len(sample.files) == FILES
    account, row = next(iter(theirs.accounts.items()))
    assert isinstance(row[4], datetime)
    theirs.accounts[account] = (row[0] + 1, *row[1:])
    assert usage.differences(usage.report(), theirs) == [f"account {account}"]


def test_the_figures_are_written_and_a_missed_goal_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "bench" / "summary.json"
    kept, missed = Result("one", 1.0, 2.0, "peer", 0.5, 80.0), Result("two", 3.0, 2.0, "peer", 0.5)
    assert concluded(reported("kept", lambda _: [kept], 1.0), target) == 0
    assert concluded(reported("both", lambda _: [kept, missed], 1.0), target) == 1
    written = json.loads(target.read_text(encoding="utf-8"))
    assert written == [kept.as_json(), missed.as_json()]
    assert [(set(row), row["ok"]) for row in written] == [(SHAPE, True), (SHAPE, False)]
    assert "MISS two" in capsys.readouterr().out


def test_a_new_day_is_judged_beside_the_history_that_its_goal_names_and_shown_beside_the_other() -> None:
    """usage, goals: 365 days of history against 35 at most 1.1 times."""
    twice, once = [Spent(2.0, 2.0)], [Spent(1.0, 1.0)]
    found = {days: list(_beside_short("a new day", twice, once, days)) for days in SHORT}
    assert {days: [each.goal for each in of] for days, of in found.items()} == {35: [1.1, 1.1], 100: [None, None]}
    assert {days: [each.ok for each in of] for days, of in found.items()} == {35: [False, False], 100: [True, True]}


@pytest.mark.parametrize(
    ("result", "is_ok"),
    [
        (Result("seconds", 2.0, 2.0, "peer", 1.0), True),
        (Result("seconds", 2.1, 2.0, "peer", 1.0), False),
        (Result("rate", 50, 100, "peer", 0.25, at_least=True), True),
        (Result("rate", 20, 100, "peer", 0.25, at_least=True), False),
        (Result("seconds", 0.9, 0.1, "peer", 1.0, is_absolute=True), True),
        (Result("seconds", 5.1, None, "", 5.0), False),
    ],
)
def test_a_goal_is_kept_or_missed(result: Result, is_ok: bool) -> None:
    assert result.ok is is_ok
    assert result.line().startswith("ok" if is_ok else "MISS")
