"""A2: what the command says of a warehouse before, while and after it pulls, and of words that it cannot use."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from analytics.models import ActivityImport, PulledDay
from analytics.rules.activity import ActivityEvent
from tests.analytics.pull.customers import Customer, row_of

pytestmark = pytest.mark.django_db
MAP = "{occurred_at: at, account: org, user: who, module: feature, action: act, quantity: amount, event_id: uid}"


class Shell:
    """Words to `manage.py pull_activity`; `address` stands in the environment."""

    def __init__(self, folder: Path, patched: pytest.MonkeyPatch, address: str) -> None:
        self.map = folder / "lake.yaml"
        self.map.write_text(MAP)
        self.patched = patched
        self.patched.setenv("SUNSETTER_WAREHOUSE", address)

    def run(self, *words: str, table: str = "shop.uses", source: str = "lake") -> tuple[int, str]:
        said, complained, code = StringIO(), StringIO(), 0
        given = ("--source", source, "--table", table, "--map", str(self.map), *words)
        try:
            call_command("pull_activity", *given, stdout=said, stderr=complained)
        except SystemExit as end:
            code = int(str(end.code))
        return code, said.getvalue() + complained.getvalue()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, customer: Customer) -> Shell:
    at = timezone.now() - timedelta(days=2)  # noqa: TID251 - the command reads the clock
    events = [ActivityEvent(at + timedelta(seconds=n), "acme", f"u{n}", "files", event_id=f"e{n}") for n in range(12)]
    customer.add([row_of(each) for each in events])
    customer.add([(None, "acme", "u", "files", None, None, None)])
    return Shell(tmp_path, monkeypatch, customer.address)


def test_it_tries_then_pulls_and_then_has_nothing_to_do(shell: Shell, customer: Customer) -> None:
    code, said = shell.run("--dry-run", "--json")
    tried = json.loads(said)
    assert (code, tried["rows_there"], tried["outside"], len(tried["due"]), len(tried["sample"])) == (0, 12, 1, 1, 10)
    assert tried["sample"][0]["account"] == "acme"
    assert tried["first_date"] == tried["last_date"] == tried["due"][0]
    assert not PulledDay.objects.exists()
    assert "12 rows there" in shell.run("--dry-run")[1]
    code, said = shell.run()
    assert (code, "12 rows, 12 events, 0 repeated, 0 rejected" in said) == (0, True)
    assert "1 rows without a time" in said
    code, said = shell.run("--json")
    assert (code, json.loads(said)["unchanged"]) == (3, 1)
    assert "1 days as they were pulled" in shell.run("--dry-run")[1]
    customer.run("DELETE FROM shop.uses")
    code, said = shell.run()
    assert (code, "--accept-empty" in said) == (1, True)
    assert shell.run("--accept-empty")[0] == 0


def test_a_refused_day_ends_with_1_and_its_sentence(shell: Shell, customer: Customer) -> None:
    customer.run("UPDATE shop.uses SET uid = 'one'")
    code, said = shell.run()
    assert (code, "refused; event_id one" in said) == (1, True)
    assert json.loads(shell.run("--json")[1].partition("\n20")[0])["refused"] == 1


def test_a_user_or_a_password_is_shown_and_kept_nowhere(shell: Shell, customer: Customer) -> None:
    said = shell.run("--json")[1]
    kept = ActivityImport.objects.get()
    assert kept.name.startswith("postgresql://")
    for text in (said, kept.name, kept.recipe):
        assert "@" not in text


def test_words_that_it_cannot_use(shell: Shell, customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    customer.run(
        "CREATE VIEW shop.local AS SELECT at::timestamp AS at, org, who, feature, act, amount, uid FROM shop.uses"
    )
    for words, given, why in (
        (["--address-in", "NOWHERE"], {}, "read from NOWHERE, which is not set"),
        ([], {"table": 'shop.u"es'}, "is not a name that can be asked for"),
        ([], {"table": "shop."}, "is not a name that can be asked for"),
        ([], {"table": "shop.local"}, "does not say in which zone"),
        ([], {"source": " "}, "A source is named"),
        (["--since", "soon"], {}, "--since is a day"),
    ):
        code, said = shell.run(*words, **given)
        assert (code, why in said) == (1, True), said
    assert shell.run("--times-in-utc", "--dry-run", table="shop.local")[0] == 0
    for address, why in (
        ("snowflake://u:geheim@x/y", "there is only the SQL"),
        ("mysql://x", "a warehouse is named like"),
        ("clickhouse://127.0.0.1:1/x", "does not answer: ConnectError"),
    ):
        monkeypatch.setenv("SUNSETTER_WAREHOUSE", address)
        code, said = shell.run()
        assert (code, why in said, "geheim" in said) == (1, True, False), said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{occurred_at: {column: at, unit: s}, account: org, user: who, module: feature}", "a column of times"),
        (
            "{occurred_at: {const: '2026-01-01T00:00:00Z'}, account: org, user: who, module: feature}",
            "a column of times",
        ),
        ("{occurred_at: at, account: org, user: who}", "no column 'module'"),
        ("{occurred_at: at, account: org, user: who, module: none}", "no column 'none'; it has act, amount"),
        ("{occurred_at: at, account: org, user: who, module: feature, client: act}", "holds no client"),
        ("{occurred_at: at, account: org, user: who, module: feature, source: act}", "one source"),
        ("[]", "a map is a list"),
    ],
)
def test_a_map_that_does_not_fit(shell: Shell, text: str, why: str) -> None:
    shell.map.write_text(text)
    code, said = shell.run()
    assert (code, why in said) == (1, True), said


def test_constants_ids_as_text_and_columns_of_their_own_name(shell: Shell, customer: Customer) -> None:
    customer.run('CREATE VIEW shop.other AS SELECT at AS occurred_at, 7 AS account, 8 AS "user" FROM shop.uses')
    shell.map.write_text(
        "{account: {column: account, as: text}, module: {const: files}, user: {column: user, as: text}}"
    )
    code, said = shell.run(table="shop.other")
    assert (code, "12 rows, 12 events" in said) == (0, True), said
    assert ActivityImport.objects.get().accounts == ["7"]
    shell.map.write_text("{module: {const: files}}")
    code, said = shell.run("--json", source="numbers", table="shop.other")
    assert (code, "ids are text: map it with" in said) == (1, True), said
