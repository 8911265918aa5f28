"""N15, usage section 1: actions count as no use only by a rule that somebody set, which is listed and can be undone."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from analytics.api import exclude_actions, left_out, refresh
from analytics.models import ActivitySource, EventFile
from lifecycle.api import BadInput, Refused
from lifecycle.models import AuditEvent
from tests.analytics.feeds import NOW, feed, taken
from tests.analytics.test_importing_activity import rolled
from tests.cast import acme, dora, paul

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 2)
GOOD = ("2026-05-01T10:00:00Z", "acme", "u1", "reactions")


def excluded(actions: str) -> None:
    call_command("usage", "feeds", "--exclude", "file", "--actions", actions, email="paul@sunsetter.example")


def test_days_are_counted_anew_without_them_and_with_them_again(tmp_path: Path) -> None:
    acme(), paul()
    taken(feed(tmp_path / "a.csv", [(*GOOD, "bot.ping"), (*GOOD, "system.beat"), (*GOOD, "add")]))
    counts = []
    for actions in ("bot.*, system.*", ""):
        excluded(actions)
        refresh(now=NOW)
        counts.append([row[4] for row in rolled()])
    assert counts == [[1], [3]]
    first, second = AuditEvent.objects.filter(action="analytics.actions.excluded", subject="file").order_by("pk")
    assert json.loads(first.body)["facts"]["actions"] == ["bot.*", "system.*"]
    assert json.loads(second.body)["facts"]["before"] == ["bot.*", "system.*"]


def test_the_list_names_them_in_text_and_json_and_since_when_they_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    acme(), paul()
    now = datetime.now(UTC)  # noqa: TID251 - the command reads the real clock
    taken(feed(tmp_path / "a.csv", [(f"{now - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}", *GOOD[1:])]), now=now)
    excluded("bot.*")
    said = capsys.readouterr().out
    assert "Past days are counted anew with the next refresh or pull." in said
    assert "; leaves out bot.* (0)" in said
    ActivitySource.objects.create(name="silent", excluded_actions=["admin.*"], created_at=now)
    call_command("usage", "feeds", "--json")
    found = {each["source"]: each["excluded_actions"] for each in json.loads(capsys.readouterr().out)}
    assert found == {"file": ["bot.*"], "silent": ["admin.*"]}


def test_who_may_not_attest_or_names_nothing_changes_nothing() -> None:
    row = ActivitySource.objects.create(name="file", created_at=NOW)
    with pytest.raises(Refused):
        exclude_actions(source="file", patterns=["bot.*"], actor=dora().actor, now=NOW)
    wrong = (["*"], ["*.*"], ["[!~]*"], ["bot[1].*"], ["bot.*", " "], ["x" * 129])
    for source, patterns in (*(("file", each) for each in wrong), ("other", ["bot.*"])):
        with pytest.raises(BadInput):
            exclude_actions(source=source, patterns=patterns, actor=paul().actor, now=NOW)
    with pytest.raises(SystemExit):
        call_command("usage", "feeds", "--exclude", "file", email="paul@sunsetter.example")
    row.refresh_from_db()
    assert (row.excluded_actions, AuditEvent.objects.filter(action="analytics.actions.excluded").count()) == ([], 0)


def test_each_rule_says_how_much_it_leaves_out_in_the_last_28_days(tmp_path: Path) -> None:
    """An event that several rules fit counts once; those of other sources, and older ones, do not."""
    acme(), paul()
    actions = ("bot.ping", "bot.ping", "bot.pong", "system.beat", "add", "")
    rows = [(*GOOD, action, "", f"e{n}", source) for source in ("app", "shop") for n, action in enumerate(actions)]
    rows += [("2026-04-01T10:00:00Z", *GOOD[1:], "bot.ping", "", "old", "app")]
    taken(feed(tmp_path / "a.csv", rows))
    assert left_out(as_of=DAY) == {}
    rules = ["system.*", "*.p?ng", "bot.*", "admin.*"]
    exclude_actions(source="app", patterns=rules, actor=paul().actor, now=NOW)
    found = [(each.pattern, each.events) for each in left_out(as_of=DAY)["app"]]
    assert found == [("*.p?ng", 3), ("admin.*", 0), ("bot.*", 0), ("system.*", 1)]
    assert [each.events for each in left_out(as_of=DAY - timedelta(days=2))["app"]] == [0, 0, 0, 0]


def test_what_is_not_here_any_more_or_was_never_here_is_not_counted_as_nothing(tmp_path: Path) -> None:
    acme(), paul()
    taken(feed(tmp_path / "a.csv", [(*GOOD, "bot.ping", "", "", "app")]))
    exclude_actions(source="app", patterns=["bot.*"], actor=paul().actor, now=NOW)
    EventFile.objects.update(dropped_at=NOW, date=DAY)
    assert [each.events for each in left_out(as_of=DAY)["app"]] == [None]
