"""Do IRC logs come out line by line, in the order of the log?"""

import re
import tarfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portability.connectors.found import StructuralFault
from portability.rules.kinds import Kind
from tests.portability.connectors.reading import Finds, read_irc
from tests.portability.content import IRC


def log(folder: Path, *lines: str | bytes, name: str = "2016-07-04.log", zone: str = "UTC") -> Finds:
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    (folder / name).write_bytes(content + b"\n")
    return read_irc(folder, zone)


def clock(finds: Finds) -> list[str]:
    return [f"{datetime.fromtimestamp((each.at or 0) / 1000, UTC):%d %H:%M}" for each, _ in finds.messages()]


@pytest.mark.slow("reads 63,000 lines twice")
def test_every_line_of_the_sample_is_a_record() -> None:
    """C2: the counts are those of a search over the bytes; nothing is quarantined."""
    counted: Counter[str] = Counter()
    with tarfile.open(IRC) as archive:
        for member in archive:
            if not member.name.endswith(".raw.txt"):
                continue
            stream = archive.extractfile(member)
            assert stream is not None
            for line in stream.read().split(b"\n"):
                counted["lines"] += bool(line.strip())
                counted["said"] += bool(re.match(rb"\[\d\d:\d\d\] (<|\()", line))
                counted["joined"] += bool(re.match(rb"=== .*\] +has joined", line))
                counted["renamed"] += bool(re.match(rb"=== .* is now known as ", line))
    finds = read_irc(IRC)
    met = Counter(body.subtype or "said" for _, body in finds.messages())
    assert len(finds.messages()) == counted["lines"]
    assert (met["said"], met["join"], met["rename"]) == (counted["said"], counted["joined"], counted["renamed"])
    assert finds.bad == []


def test_identical_lines_of_a_minute_are_different_messages(tmp_path: Path) -> None:
    finds = log(tmp_path, "[09:14] <ann> hello", "[09:14] <ann> hello")
    assert len({each.id for each, _ in finds.messages()}) == 2


def test_local_time_is_read_in_its_declared_zone(tmp_path: Path) -> None:
    assert clock(log(tmp_path, "[09:14] <ann> hi", zone="Europe/Berlin")) == ["04 07:14"]


def test_the_hour_that_comes_twice_keeps_line_order(tmp_path: Path) -> None:
    """The end of summer time in Berlin: 02:30 comes twice, an hour apart."""
    lines = ("[02:30] <ann> a", "[02:50] <ann> b", "[02:10] <ann> c", "[03:00] <ann> d")
    finds = log(tmp_path, *lines, name="2016-10-30.log", zone="Europe/Berlin")
    assert clock(finds) == ["30 00:30", "30 00:50", "30 01:10", "30 02:00"]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("[11:59] <a> x", "[00:01] <a> y"), ["04 11:59", "04 12:01"]),
        (("[23:59] <a> x", "[00:01] <a> y"), ["04 23:59", "05 00:01"]),
        (("[15:00] <a> x", "[14:20] <a> y"), ["04 15:00", "04 15:00"]),
    ],
)
def test_a_clock_that_goes_back_never_reorders(tmp_path: Path, lines: tuple[str, ...], wanted: list[str]) -> None:
    """A twelve-hour clock, midnight, and a clock set back; what the log said stays in at_source."""
    finds = log(tmp_path, *lines)
    assert clock(finds) == wanted
    assert [each.at_source for each, _ in finds.messages()] == [line[:7] for line in lines]


def test_encodings_mixed_by_line_are_read_and_kept(tmp_path: Path) -> None:
    finds = log(tmp_path, "[09:14] <ann> naïve", "[09:15] <ann> naïve".encode("cp1252"))
    first, second = (each for each, _ in finds.messages())
    assert first.text == second.text == "naïve"
    assert (first.text_lossy, bool(second.text_lossy)) == (None, True)


def test_names_that_differ_in_case_are_one_by_irc_rules(tmp_path: Path) -> None:
    finds = log(tmp_path, "[09:14] <Ann[x]> hi", "[09:15] <aNN{X}> hi")
    assert [each.id for each in finds.of(Kind.USER)] == ["ann{x}"]


def test_joins_parts_renames_and_acts_are_uses_and_hosts_are_dropped(tmp_path: Path) -> None:
    finds = log(
        tmp_path,
        "[09:14]  * ann waves",
        "=== bob [~bob@host.example.net] has joined #x",
        "=== bob is now known as rob",
        "=== rob [~bob@host.example.net] has left #x []",
        "=== mode/#x [+o ann]  by ChanServ",
        "[09:15] -ann:#x- look here",
    )
    assert [use.action for use in finds.uses] == [
        "message.act", "channel.join", "nickname.change", "channel.leave", "message.notice",
    ]  # fmt: skip
    assert "host.example.net" not in "".join(f"{each.text}{each.raw}" for each in finds.records)


def test_a_line_of_no_pattern_is_quarantined_with_its_place(tmp_path: Path) -> None:
    finds = log(tmp_path, "[09:14] <ann> hi", "", "something else", "[25:99] <ann> late")
    assert [(each.file, each.line) for each in finds.bad] == [("2016-07-04.log", 3), ("2016-07-04.log", 4)]


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StructuralFault, match="no file is named like a day log"):
        log(tmp_path, "x", name="notes.txt")
    with pytest.raises(StructuralFault, match="no day of the calendar"):
        log(tmp_path, "x", name="2016-13-45.log")
