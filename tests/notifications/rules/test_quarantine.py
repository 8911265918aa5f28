"""When is a ledger held because it may be a copy, and never when a program was merely killed?

notices cases 38 and 39
"""

import bz2
import gzip
import lzma
from datetime import timedelta

import pytest

from notifications.rules.quarantine import (
    SENT_WITHIN,
    Anchor,
    Ledger,
    QuarantineReason,
    doubtful_until,
    quarantine_reason,
)
from notifications.rules.sent_log import NamelessLog, PackedLog, UnreadableLog, read_sent_log
from tests.cast import NOON

HOUR = timedelta(hours=1)
HERE = Anchor("mine", "production", NOON, NOON)
OURS = Ledger("first", "production", frozenset({"mine"}))
RELEASED = Ledger("first", "production", frozenset(), NOON + 2 * HOUR, NOON + HOUR)
LONG_AGO = Ledger("first", "production", frozenset(), NOON + 99 * HOUR, NOON + HOUR)
OLDER, LABEL, GONE = QuarantineReason


@pytest.mark.parametrize(
    ("ledger", "anchors", "environment", "must_exist", "found"),
    [
        (Ledger(), (), "production", True, None),  # nothing was ever sent
        (OURS, (HERE,), "production", True, None),  # also one killed before the newest mark reached the anchor
        (OURS, (), "production", False, None),  # a new host
        (OURS, (), "production", True, GONE),
        (Ledger("first", "production"), (HERE,), "production", False, OLDER),
        (OURS, (HERE, Anchor("later", "production", NOON + HOUR, NOON)), "production", False, OLDER),
        (OURS, (Anchor("", "production", NOON, NOON),), "production", False, OLDER),  # nobody can read it
        (OURS, (), "staging", False, LABEL),
        (RELEASED, (HERE,), "production", True, None),
        (RELEASED, (), "production", True, None),
        (LONG_AGO, (), "production", True, GONE),
        (RELEASED, (Anchor("later", "production", NOON + 2 * HOUR, NOON),), "production", True, OLDER),
    ],
)
def test_a_ledger_without_the_mark_that_its_anchor_holds_is_older(
    ledger: Ledger,
    anchors: tuple[Anchor, ...],
    environment: str,
    must_exist: bool,
    found: QuarantineReason | None,
) -> None:
    assert quarantine_reason(ledger, anchors, environment=environment, must_exist=must_exist) == found


def test_in_doubt_is_what_was_due_until_the_anchor_s_last_mark() -> None:
    last = Anchor("x", "production", NOON, NOON + HOUR)
    assert doubtful_until([HERE, last], opened_at=NOON + 9 * HOUR) == NOON + HOUR + SENT_WITHIN
    assert doubtful_until([last], opened_at=NOON + HOUR) == NOON + HOUR
    assert doubtful_until([], opened_at=NOON) == NOON


def test_a_mail_server_s_log_tells_which_letters_left_and_an_address_alone_never_that_one_did() -> None:
    log = read_sent_log(
        [b"Nov 21 10:00 queued as 4F: message-id=<abc@x.example>", b"to=<It@Acme.example>, status=sent"]
    )
    assert log.has_left(message_id="<abc@x.example>", address_norm="nobody@x.example") is True
    assert log.has_left(message_id="<z@x>", address_norm="it@acme.example") is None  # refused, or another letter
    assert log.has_left(message_id="<z@x>", address_norm="owner@shop.example") is False


LINE = "Nov 21 10:00 to=<it@acme.example>, status=sent"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (gzip.compress(LINE.encode()), PackedLog),
        (bz2.compress(LINE.encode()), PackedLog),
        (lzma.compress(LINE.encode()), PackedLog),
        (LINE.encode("utf-16"), PackedLog),
        (b"", NamelessLog),
        (b"Nov 21 10:00 the queue is empty\n", NamelessLog),
    ],
    ids=["gzip", "bzip2", "xz", "utf-16", "empty", "without names"],
)
def test_what_cannot_be_read_is_refused_and_never_taken_for_a_log_that_names_nobody(
    raw: bytes, problem: type[UnreadableLog]
) -> None:
    """Else letters that left would leave again."""
    with pytest.raises(problem):
        read_sent_log(raw.splitlines(keepends=True))


def test_a_log_may_hold_letters_of_any_encoding_and_colours() -> None:
    log = read_sent_log([b"\x1b[32mto=<it@acme.example>\x1b[0m, subject=Gr\xfc\xdfe\t\r\n"])
    assert log.has_left(message_id="<z@x>", address_norm="it@acme.example") is None
