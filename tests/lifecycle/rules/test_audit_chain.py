"""Can no act be changed, dropped, added or moved in the chain unseen (P7)?"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.audit_chain import GENESIS, Link, canonical, first_fault, link_hash


class Color(StrEnum):
    RED = "red"


class Level(IntEnum):
    OFF = 4


def chain(*bodies: str) -> list[Link]:
    links: list[Link] = []
    for seq, body in enumerate(bodies, 1):
        previous = links[-1].hash if links else GENESIS
        links.append(Link(seq, previous, link_hash(seq=seq, previous=previous, body=body), body, {}))
    return links


BODIES = [canonical({"action": f"lifecycle.plan.number_{number}", "actor": "Paul Ünïcode 计划"}) for number in range(4)]


def kind_of(links: Sequence[Link]) -> tuple[str, int] | None:
    fault, _, _ = first_fault(links)
    return (fault.kind, fault.seq) if fault else None


def test_an_untouched_chain_holds() -> None:
    links = chain(*BODIES)
    assert first_fault(links) == (None, 4, links[-1].hash)
    assert first_fault([]) == (None, 0, GENESIS)


def test_a_chain_can_be_checked_from_a_known_place_on() -> None:
    links = chain(*BODIES)
    assert first_fault(links[2:], start=3, previous=links[1].hash) == (None, 4, links[-1].hash)


@pytest.mark.parametrize("place", range(4))
def test_every_byte_changed_in_every_body_is_found_at_its_place(place: int) -> None:
    links = chain(*BODIES)
    body = BODIES[place].encode()
    for position in range(len(body)):
        spoilt = bytearray(body)
        spoilt[position] ^= 1
        text = spoilt.decode("utf-8", "surrogateescape")
        changed = [replace(link, body=text) if link.seq == place + 1 else link for link in links]
        assert kind_of(changed) == ("changed", place + 1)


@pytest.mark.parametrize("place", range(4))
def test_a_body_rewritten_together_with_its_hash_breaks_what_follows(place: int) -> None:
    links = chain(*BODIES)
    forged = chain(*BODIES[:place], '{"action":"nothing.was.done"}')[-1]
    links[place] = forged
    assert kind_of(links) == (("fork", place + 2) if place < 3 else None)  # of the last, only a checkpoint tells


@pytest.mark.parametrize("place", range(3))
def test_a_dropped_act_leaves_a_gap(place: int) -> None:
    links = chain(*BODIES)
    del links[place]
    assert kind_of(links) == ("gap", place + 1)


@pytest.mark.parametrize("place", range(4))
def test_an_act_slipped_in_is_found(place: int) -> None:
    links = chain(*BODIES)
    links.insert(place, replace(links[place], body='{"action":"slipped.in"}'))
    assert kind_of(links) == ("changed", place + 1)


def test_acts_that_changed_places_are_found() -> None:
    links = chain(*BODIES)
    links[1], links[2] = replace(links[1], body=BODIES[2]), replace(links[2], body=BODIES[1])
    assert kind_of(links) == ("changed", 2)
    whole = chain(*BODIES)
    whole[1], whole[2] = whole[2], whole[1]
    assert kind_of(whole) == ("gap", 2)


def test_a_column_that_says_other_than_the_body_is_named() -> None:
    (link,) = chain(canonical({"actor": "Paul", "plan": "p"}))
    fault, _, _ = first_fault([replace(link, columns={"actor": "Olga", "plan": "p"})])
    assert fault
    assert (fault.kind, fault.sentence) == ("columns", "event 1: column actor was changed")


@pytest.mark.parametrize("body", ["", "null", "[]", '"text"', "{", "[" * 100_000])
def test_a_body_that_is_no_act_is_found_even_with_a_fitting_hash(body: str) -> None:
    (link,) = chain(body)
    assert kind_of([replace(link, columns={"actor": "Paul"})]) == ("columns", 1)


def test_canonical_text_sorts_keys_keeps_text_and_puts_instants_in_utc() -> None:
    east = timezone(timedelta(hours=8))
    body = {"b": 1, "a": datetime(2027, 1, 1, 8, tzinfo=east), "ü": "计划", "c": Color.RED, "d": Level.OFF, "e": None}
    assert canonical(body) == ('{"a":"2027-01-01T00:00:00.000000+00:00","b":1,"c":"red","d":4,"e":null,"ü":"计划"}')
    assert canonical({"x": {3, 1}, "y": (1.5, True), "z": {"k": [b"x"]}}) == (
        """{"x":["1","3"],"y":["1.5",true],"z":{"k":["b'x'"]}}"""
    )


PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=3), PLAIN, max_size=3)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_canonical_text_reads_back_as_the_same_act_and_is_stable(body: dict[str, object]) -> None:
    text = canonical(body)
    assert json.loads(text) == body
    assert canonical(json.loads(text)) == text
    assert link_hash(seq=1, previous=GENESIS, body=text) == link_hash(seq=1, previous=GENESIS, body=canonical(body))


@given(st.integers(1, 10**9), st.text(), st.text())
def test_place_predecessor_and_body_all_count(seq: int, body: str, other: str) -> None:
    whole = link_hash(seq=seq, previous=GENESIS, body=body)
    assert link_hash(seq=seq + 1, previous=GENESIS, body=body) != whole
    assert link_hash(seq=seq, previous="1" * 64, body=body) != whole
    assert (link_hash(seq=seq, previous=GENESIS, body=other) == whole) == (body == other)


def test_an_instant_is_written_to_the_microsecond() -> None:
    at = datetime(2027, 1, 1, 0, 0, 0, 7, tzinfo=UTC)
    assert canonical({"at": at}) == '{"at":"2027-01-01T00:00:00.000007+00:00"}'
