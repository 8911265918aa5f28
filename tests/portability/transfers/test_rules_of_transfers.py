"""Which ways may a transfer go, what does a target lose, and what does a difference look like? (C2, C6, C7)"""

import json
from datetime import UTC, datetime, timedelta

import pytest

from portability.rules.canonical import Json, hash_of
from portability.rules.im import Edit, Message, Reaction
from portability.rules.kinds import Kind
from portability.rules.records import Record, from_line, to_line
from portability.rules.transfer_finding import TransferFacts, transfer_done
from portability.rules.transfer_limits import (
    REMEDIES,
    Limits,
    LossCode,
    LossReport,
    limits_from,
    report_from,
    unaccepted,
)
from portability.rules.transfer_parts import adapt, file_losses, key_of, turn_of
from portability.rules.transfer_proof import differences, is_over_budget, rate_of, remaining_s
from portability.rules.transfer_status import MOVES, OPEN, STOPPED, TransferStatus, may_move

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
S = TransferStatus


def a_line(text: str = "Good day", **fields: object) -> bytes:
    body = Message(sender="U1", edits=(Edit(at=5, text="Good"),), reactions=(Reaction("wave", "U2"),))
    given = {"at": 1_451_606_400_123, "container": "C1", "raw": "{}", **fields}
    record = Record(Kind.MESSAGE, "C1:1", "acme", body, text=text, **given)  # type: ignore[arg-type]  # fields by name
    return to_line(record).bytes


def test_every_status_has_its_moves_and_whatever_was_written_can_be_rolled_back() -> None:
    assert set(MOVES) == set(S)
    assert all(not MOVES[each] for each in STOPPED)
    written = set(S) - STOPPED - {S.DRAFT, S.MAPPED, S.REHEARSED}
    assert {each for each in S if may_move(each, S.ROLLED_BACK)} == written
    assert {each for each in S if may_move(each, S.CANCELLED)} == {S.DRAFT, S.MAPPED, S.REHEARSED}
    assert S.COMPLETED not in OPEN


def test_nothing_is_completed_that_was_not_verified() -> None:
    """C7: verification is the only way in."""
    assert {each for each in S if may_move(each, S.COMPLETED)} == {S.VERIFYING}


def test_a_target_without_limits_gets_the_canonical_record_without_how_we_read_it() -> None:
    """C2: text, author, time, edits and reactions as they are; the body reads back as a record."""
    found = adapt(a_line(), Limits())
    assert (found.kind, found.id, found.losses) == ("message", "C1:1", ())
    (body,) = found.bodies
    again = from_line(body)
    assert again.hash == from_line(a_line()).hash
    assert again.record.raw is None


def test_a_long_text_is_split_and_joins_to_the_same() -> None:
    long = "ab😀de" * 3 + "x"
    found = adapt(a_line(long), Limits(text_length=5))
    parts = [json.loads(body) for body in found.bodies]
    assert found.losses == (LossCode.TEXT_LENGTH,)
    assert "".join(part["text"] for part in parts) == long
    assert [(part["part"], part["parts"]) for part in parts] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert {part["at"] for part in parts} == {1_451_606_400_123}
    assert all(part["hash"] == hash_of(part) != part["source_hash"] for part in parts)
    assert ["reactions" in part for part in parts] == [True, False, False, False]


@pytest.mark.parametrize(
    ("limits", "lost", "bodies"),
    [
        (Limits(kinds=("user",)), (LossCode.KIND,), 0),
        (Limits(object_bytes=20), (LossCode.OBJECT_BYTES,), 0),
        (Limits(keeps_edits=False), (LossCode.EDITS,), 1),
        (Limits(keeps_reactions=False), (LossCode.REACTIONS,), 1),
        (Limits(precision_ms=1_000), (LossCode.PRECISION,), 1),
        (Limits(text_length=8, precision_ms=1), (), 1),
    ],
)
def test_each_limit_has_its_loss(limits: Limits, lost: tuple[LossCode, ...], bodies: int) -> None:
    found = adapt(a_line(), limits)
    assert (found.losses, len(found.bodies)) == (lost, bodies)
    assert all(json.loads(body)["source_hash"] for body in found.bodies if lost)


def test_a_file_beyond_the_limit_stays_in_the_archive() -> None:
    assert file_losses(10, Limits(file_bytes=10)) == ()
    assert file_losses(11, Limits(file_bytes=10)) == (LossCode.FILE_BYTES,)
    assert file_losses(1, Limits(kinds=("message",))) == (LossCode.KIND,)


def test_files_come_first_and_parents_before_children() -> None:
    kinds = ["file", "user", "container", "membership", "message", "attachment"]
    assert sorted(kinds, key=turn_of) == kinds


def test_a_loss_that_nobody_accepted_blocks_and_names_what_becomes_of_it() -> None:
    report = LossReport()
    for number in range(7):
        report.add(f"message {number}", [LossCode.EDITS])
    report.add("message 0", [LossCode.TEXT_LENGTH])
    assert report_from(report.as_json()) == report
    assert len(report.examples[LossCode.EDITS]) == 5
    assert not unaccepted(report, frozenset({LossCode.EDITS}), account="acme")
    (blocker,) = unaccepted(report, frozenset({LossCode.EDITS}), account="acme").blockers
    assert (blocker.subject, blocker.fact("loss"), blocker.fact("remedy")) == ("acme", "text_length", "split")
    assert unaccepted(report, frozenset(LossCode), account="acme")
    assert set(REMEDIES) == set(LossCode)


def test_limits_are_read_as_they_were_written_and_nonsense_is_refused() -> None:
    limits = Limits(kinds=("user",), text_length=4, keeps_edits=False, precision_ms=1_000)
    assert limits_from(limits.as_json()) == limits
    assert limits_from({"unheard_of": 1}) == Limits()
    nonsense: tuple[Json, ...] = ([], {"kinds": "user"}, {"text_length": 0}, {"text_length": True}, {"keeps_edits": 1})
    for wrong in nonsense:
        with pytest.raises(ValueError, match=r"."):
            limits_from(wrong)


def test_a_repair_has_a_key_of_its_own_and_every_part_another() -> None:
    keys = {key_of("t", "message", "1", part, turn) for part in (0, 1) for turn in (0, 1)}
    assert len(keys) == 4
    assert key_of("t", "message", "1", 0, 0) in keys


def test_a_difference_is_named_by_its_fields() -> None:
    """C7: record by record, what is another, not only that it is."""
    sent = b'{"at":1,"text":"a"}'
    assert differences(sent, sent) == ()
    assert differences(sent, None) == ("not there",)
    assert differences(sent, b'{"at":2,"text":"a","extra":1}') == ("at", "extra")
    assert differences(sent, b'{"text":"a","at":1}') == ("form",)
    assert differences(sent, b"\xff") == differences(sent, b"[]") == ("bytes",)


def test_one_error_in_a_thousand_is_borne() -> None:
    assert not is_over_budget(0, 0)
    assert not is_over_budget(1, 1_000)
    assert is_over_budget(1, 999)


def test_a_rest_is_a_range_or_unknown_never_a_guess() -> None:
    assert rate_of(19, 1.0) is None
    assert rate_of(40, 0.0) is None
    assert rate_of(40, 4.0) == 10.0
    assert remaining_s(100, 10.0) == (8, 16)
    assert remaining_s(100, None) is None
    assert remaining_s(0, None) == (0, 0)


def facts(status: S = S.COMPLETED, **given: object) -> TransferFacts:
    usual = {
        "opened_at": NOON,
        "verified_at": NOON,
        "objects": 9,
        "kept": 0,
        "differences": 0,
        "signed_by": "",
        "is_current": True,
    }
    return TransferFacts(status=status, **{**usual, **given})  # type: ignore[arg-type]  # fields by name


def test_a_gate_hears_of_a_transfer_only_when_there_is_one_or_an_answer() -> None:
    """G10: done is read back and equal, or its differences signed for; declined is an answer, silence is none."""
    assert transfer_done(None, None) is None
    for found, value in (
        (transfer_done(None, NOON), True),
        (transfer_done(facts(), None), True),
        (transfer_done(facts(differences=2, signed_by="Olga"), None), True),
        (transfer_done(facts(differences=2), None), False),
        (transfer_done(facts(is_current=False), None), False),
        (transfer_done(facts(S.COPYING), None), False),
        (transfer_done(facts(S.ROLLED_BACK), None), False),
        (transfer_done(facts(S.ROLLED_BACK), NOON + timedelta(days=1)), True),
        (transfer_done(facts(S.COPYING), NOON - timedelta(days=1)), False),
    ):
        assert found is not None
        assert found.value is value
        assert found.detail
    told = transfer_done(facts(objects=7, kept=2, differences=1, signed_by="Olga"), None)
    assert told is not None
    assert told.detail == (
        "7 objects read back equal on 2027-03-01, 2 stay in the archive, 1 differences signed by Olga"
    )
