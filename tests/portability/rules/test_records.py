"""Do a record's bytes and hash stand for its content, and for nothing else?"""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portability.rules import im
from portability.rules.canonical import NotCanonical, canonical_bytes
from portability.rules.kinds import ContentType, Kind, Precision
from portability.rules.merkle import Tree, leaf
from portability.rules.records import Record, Source, from_line, named_line, stored_line, to_line

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def a_message(text: str = "hi", **fields: Any) -> Record:
    found = Record(Kind.MESSAGE, "C1/1", "acme", im.Message(sender="U1"), container="C1", at=1, text=text)
    return replace(found, **fields)


@given(text=TEXT, emoji=TEXT, at=st.integers(-(2**63), 2**63 - 1))
def test_every_text_comes_back_unchanged(text: str, emoji: str, at: int) -> None:
    """C2: no normalisation, no trimming; control characters, right-to-left text and emoji included."""
    body = im.Message(sender="U1", reactions=(im.Reaction(emoji, "U2"),), edits=(im.Edit(at=at, text=text),))
    record = a_message(text, body=body, at=at, content_type=ContentType.TEXT, at_precision=Precision.MINUTE)
    line = to_line(record)
    assert b"\n" not in line.bytes
    assert from_line(line.bytes) == line
    assert named_line(line.bytes) == (record.kind, record.id, line.hash)


def test_the_hash_is_that_of_the_json_without_raw_source_and_hash() -> None:
    line = to_line(a_message(source=Source("slack", "k", "f", 3), raw="{}"))
    value = json.loads(line.bytes)
    kept = {name: value[name] for name in value if name not in {"raw", "source", "hash"}}
    plain = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert line.hash == value["hash"] == hashlib.sha256(plain).hexdigest()
    assert line.hash == to_line(a_message(source=Source("other", "x", "y", 9))).hash


def test_absent_fields_are_left_out_and_false_ones_kept() -> None:
    value = json.loads(to_line(Record(Kind.USER, "U1", "acme", im.Person("ann", known=False))).bytes)
    assert value["known"] is False
    assert {"email", "container", "persons", "text"}.isdisjoint(value)


@pytest.mark.parametrize("value", [{"é": 1}, {"a": 1.5}, {"a": None}, {"a": [2**63]}, {"a": {"b": "\ud800"}}])
def test_what_has_no_canonical_form_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_lone_surrogates_and_control_characters_in_ids_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        to_line(a_message(text))
    with pytest.raises(NotCanonical):
        to_line(a_message(id="a\x00b"))


@pytest.mark.parametrize(
    "change", [(b'"hi"', b'"ho"'), (b'"acme"', b'"else"'), (b'"kind":"message"', b'"kind":"user"'), (b"{", b"[")]
)
def test_a_changed_line_is_refused(change: tuple[bytes, bytes]) -> None:
    changed = to_line(a_message()).bytes.replace(*change)
    for reading in (from_line, named_line):
        with pytest.raises(NotCanonical):
            reading(changed)


def test_order_puts_parents_first_and_breaks_ties_by_position() -> None:
    early = a_message(source=Source("irc", "a", "f", 2), id="b")
    late = a_message(source=Source("irc", "b", "f", 10), id="a")
    user = Record(Kind.USER, "z", "acme", im.Person("z"))
    assert sorted([late, early, user], key=lambda each: each.order) == [user, early, late]
    assert stored_line(to_line(late).bytes) == (late.order, to_line(late).hash)


def test_the_tree_is_that_of_the_rfc() -> None:
    """RFC 9162, section 2.1.1: split at the largest power of two below n."""

    def root(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        middle = 1 << (len(leaves) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + root(leaves[:middle]) + root(leaves[middle:])).digest()

    leaves: list[bytes] = []
    tree = Tree()
    assert tree.root() == hashlib.sha256(b"").hexdigest()
    for number in range(70):
        leaves.append(leaf("message", str(number), "0" * 64))
        tree.add(leaves[-1])
        assert tree.root() == root(leaves).hex()
