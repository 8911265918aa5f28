"""A link names a letter to us alone; it holds nothing that its Message-ID or a report could be made of (A13, N85)."""

from uuid import UUID, uuid4

from notifications.crypto.letter_names import NAME_LENGTH, hidden, shown

LETTER = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


def test_only_who_has_the_key_reads_a_name_back() -> None:
    name = hidden(LETTER, key="a key")
    assert (len(name), name) == (NAME_LENGTH, hidden(LETTER, key="a key"))
    assert shown(name, keys=["a newer key", "a key"]) == LETTER
    assert shown(name, keys=["another key"]) is None
    assert shown(name, keys=[]) is None
    assert hidden(uuid4(), key="a key") != name != hidden(LETTER, key="another key")


def test_no_other_text_is_a_name() -> None:
    name = hidden(LETTER, key="a key")
    others = ("", "a", name[1:], name + "a", "ü" * NAME_LENGTH, "a" * NAME_LENGTH, LETTER.hex, "x" + name[1:-1] + "y")
    assert not any(shown(each, keys=["a key"]) for each in others)
