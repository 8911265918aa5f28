"""Each letter's envelope names it, and nobody can write such an envelope but us (A13, notices 8)."""

from uuid import UUID, uuid4

import pytest

from notifications.rules.envelope_sender import LONGEST_LOCAL, envelope_sender, letter_named_in

LETTER, KEY = UUID("0f8fad5b-d9cb-469f-a165-70867728950e"), "a key"


def test_what_comes_back_to_an_envelope_names_its_letter() -> None:
    sender = envelope_sender("bounces@mail.x.example", LETTER, key=KEY)
    assert sender.startswith("bounces+")
    assert sender.endswith("@mail.x.example")
    assert letter_named_in(sender, keys=[KEY]) == LETTER
    assert "0f8fad5b" not in sender


@pytest.mark.parametrize(
    "written",
    [
        "Us <{}>",
        "other@x.example, {}",
        "prvs=1234abcdef={}",
        "SRS0=HHH=TT=x.example={}",
        "+" + "a" * 40 + "@x.example {}",
        "\t{}\r\n",
    ],
)
def test_it_is_found_however_servers_write_it_down(written: str) -> None:
    sender = envelope_sender("bounces@x.example", LETTER, key=KEY)
    for each in (sender, sender.upper()):
        assert letter_named_in(written.format(each), keys=["a newer key", KEY]) == LETTER


def test_a_changed_character_a_cut_or_another_key_names_nothing() -> None:
    sender = envelope_sender("bounces@x.example", LETTER, key=KEY)
    assert letter_named_in(sender, keys=["another key"]) is None
    assert letter_named_in(sender, keys=[]) is None
    at = len("bounces+")
    for n in range(at, at + 40):
        other = "a" if sender[n] != "a" else "b"
        assert letter_named_in(sender[:n] + other + sender[n + 1 :], keys=[KEY]) is None
        assert letter_named_in(sender[:n] + sender[n + 1 :], keys=[KEY]) is None
    for nothing in ("", "bounces@x.example", "bounces+@x.example", "+" + "1" * 40 + "@x", "x" * 10_000 + "+"):
        assert letter_named_in(nothing, keys=[KEY]) is None


def test_the_longest_mailbox_still_makes_an_address() -> None:
    local = envelope_sender("b" * LONGEST_LOCAL + "@x.example", uuid4(), key=KEY).partition("@")[0]
    assert len(local) == 64
