"""Are settings read strictly, from the environment or a file, and is a bad value named?"""

from pathlib import Path

import pytest

from config import environment
from config.environment import BadSetting


def test_a_value_comes_from_the_environment_a_file_or_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("THING", raising=False)
    assert environment.text("THING", "default") == "default"
    file = tmp_path / "secret"
    file.write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("THING_FILE", str(file))
    assert environment.secret("THING") == "from a file"
    reading = next(each for each in environment.readings() if each.name == "THING")
    assert (reading.source, reading.shown) == (str(file), "(set)")
    monkeypatch.delenv("THING_FILE")
    monkeypatch.setenv("THING", "here")
    assert environment.text("THING", "default") == "here"
    monkeypatch.setenv("THING", "")  # containers set empty values
    assert environment.text("THING", "default") == "default"


def test_a_required_value_and_a_value_given_twice_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("THING", raising=False)
    with pytest.raises(BadSetting, match="THING is not set"):
        environment.text("THING")
    monkeypatch.setenv("THING", "a")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "b"))
    with pytest.raises(BadSetting, match="keep one"):
        environment.text("THING")
    monkeypatch.delenv("THING")
    with pytest.raises(BadSetting, match="cannot be read"):
        environment.text("THING")


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "٣"])
def test_a_number_is_whole_and_in_range(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(BadSetting, match=r"THING=.*whole number"):
        environment.integer("THING", 1)


def test_flags_choices_and_lists_say_what_they_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "On")
    assert environment.flag("THING", False)
    monkeypatch.setenv("THING", "perhaps")
    with pytest.raises(BadSetting, match="expected yes or no"):
        environment.flag("THING", False)
    with pytest.raises(BadSetting, match="expected one of a, b"):
        environment.choice("THING", ("a", "b"), "a")
    monkeypatch.setenv("THING", "a, b,,c ")
    assert environment.listing("THING") == ("a", "b", "c")


def test_a_database_address_may_name_a_host_or_a_socket_directory() -> None:
    there = environment.database_from_url("postgresql://u%40x:p%2Fw@db.example:6432/name?sslmode=verify-full")
    assert (there["USER"], there["PASSWORD"], there["HOST"], there["PORT"]) == ("u@x", "p/w", "db.example", "6432")
    assert there["OPTIONS"] == {"sslmode": "verify-full"}
    here = environment.database_from_url("postgresql://app:pw@/name?host=/run/sockets")
    assert (here["HOST"], here["PORT"], here["NAME"], here["OPTIONS"]) == ("/run/sockets", "", "name", {})


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b", "nonsense", "postgresql://a@b:port/c"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        environment.database_from_url(url)


def test_celery_gets_the_same_broker_in_its_own_words() -> None:
    assert environment.celery_broker_from_url("rediss://h:6380/1") == "rediss://h:6380/1"
    unix = environment.celery_broker_from_url("unix://:pw@/run/valkey.sock?db=3")
    assert unix == "redis+socket://:pw@/run/valkey.sock?virtual_host=3"
    with pytest.raises(BadSetting, match="REDIS_URL"):
        environment.celery_broker_from_url("amqp://h")


def test_a_mail_address_says_how_the_line_is_protected() -> None:
    assert environment.email_from_url("").backend == "outbox"
    plain = environment.email_from_url("smtp://127.0.0.1:1025")
    assert (plain.port, plain.starttls, plain.tls) == (1025, False, False)
    starttls = environment.email_from_url("smtp+tls://user:p%40ss@mail.example?timeout=5")
    assert (starttls.port, starttls.starttls, starttls.password, starttls.timeout_s) == (587, True, "p@ss", 5)
    assert environment.email_from_url("smtps://mail.example").port == 465
    with pytest.raises(BadSetting, match="EMAIL_URL"):
        environment.email_from_url("imap://mail.example")


def test_a_mailbox_is_plain_and_leaves_room_for_what_is_added_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for good in ("", "bounces@mail.x.example", "us+back@x.example", "b@localhost"):
        monkeypatch.setenv("THING", good)
        assert environment.mailbox("THING", longest_local=7) == good
    for bad in (
        "bounces",
        "longer-than@x.example",
        "Us <b@x.example>",
        "b@x.example, c@x",
        "б@x.example",
        "b@ü.example",
    ):
        monkeypatch.setenv("THING", bad)
        with pytest.raises(BadSetting, match=r"THING=.*at most 7"):
            environment.mailbox("THING", longest_local=7)
    for bad in ("b@-x.example", ".b@x", "b@x..example", "b\n@x", "@x"):
        monkeypatch.setenv("THING", bad)
        with pytest.raises(BadSetting, match="THING="):
            environment.mailbox("THING", longest_local=7)
