"""Which events does the body of a call hold, one to a line, and is it built as it must be?

Only the structure is looked at: what an event may say is judged when it is imported. Nothing is written anew: each
event keeps its very characters, so that a key that stands twice or an odd number is seen by who judges it.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

MOST_EVENTS = 10_000
MOST_BYTES = 5_000_000  # of the body as sent, and again of what it unpacks to

LINES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})
DOCUMENT = "application/json"

_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\n\r]*")
_OPENING = re.compile(r'[ \t\n\r]*(?:\{[ \t\n\r]*"events"[ \t\n\r]*:[ \t\n\r]*)?\[')
_DECODER = json.JSONDecoder()


class BodyProblem(StrEnum):
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    NOT_READ_HERE = "not_read_here"


class BodyFault(ValueError):
    """Nothing of the body is taken; the sentence says what is wrong, where, and what would be right."""

    def __init__(self, problem: BodyProblem, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Lines:
    """JSON objects, one to a line, each line ended; `events` says how many."""

    text: bytes
    events: int


def read_body(body: bytes, *, media_type: str) -> Lines:
    """`media_type` without parameters: a JSON array or `{"events": [...]}`, or JSON lines. Raises BodyFault."""
    if media_type not in LINES and media_type != DOCUMENT:
        known = ", ".join([DOCUMENT, *sorted(LINES)])
        raise BodyFault(BodyProblem.NOT_READ_HERE, f"{media_type or 'No type'} is not read here: send {known}.")
    if b"\0" in body:
        raise _malformed("It holds a NUL byte: send UTF-8.")
    body = body.removeprefix(_BOM)
    found = _lines(body) if media_type in LINES else _elements(body)
    if not found:
        raise _malformed("It holds no event.")
    return Lines(b"\n".join([*found, b""]), len(found))


def _add(found: list[bytes], event: bytes) -> None:
    if len(found) == MOST_EVENTS:
        raise BodyFault(BodyProblem.TOO_LARGE, f"More than {MOST_EVENTS:,} events in one call: send several calls.")
    found.append(event)


def _lines(body: bytes) -> list[bytes]:
    found: list[bytes] = []
    for number, line in enumerate(body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        written = line.strip(b" \t")
        if written and not written.startswith(b"{"):
            raise _malformed(f"Line {number} does not begin a JSON object: write one object to a line.")
        if written:
            _add(found, written)
    if found and not body.endswith((b"\n", b"\r")):
        _whole(found[-1])
    return found


def _whole(line: bytes) -> None:
    """A last line without its end may have lost some of itself."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        raise _malformed("Its last line is cut off: send the whole body again.") from None


def _elements(body: bytes) -> list[bytes]:
    try:
        text = body.decode()
    except UnicodeDecodeError as problem:
        raise _malformed(f"Byte {problem.start} is not UTF-8.") from None
    opening = _OPENING.match(text)
    if not opening:
        raise _malformed('Send an array of events, or {"events": [...]} and nothing else in it.')
    found, at = _scanned(text, opening.end())
    closing = r"[ \t\n\r]*\}[ \t\n\r]*" if "{" in opening[0] else r"[ \t\n\r]*"
    if not re.compile(closing).fullmatch(text, at):
        raise _malformed(f'Something follows the events at character {at}: only "events" is known here.')
    return found


def _scanned(text: str, at: int) -> tuple[list[bytes], int]:
    """The objects from `at` to the closing bracket, and where it closed. A line end between tokens becomes a space."""
    found: list[bytes] = []
    at = _after_space(text, at)
    if text.startswith("]", at):
        return found, at + 1
    while True:
        end = _end_of_object(text, at, number=len(found) + 1)
        _add(found, text[at:end].replace("\n", " ").replace("\r", " ").encode())
        at = _after_space(text, end)
        following = text[at : at + 1]
        if following == "]":
            return found, at + 1
        if following != ",":
            raise _malformed(f"After event {len(found)} a comma or the end of the array is missing.")
        at = _after_space(text, at + 1)


def _end_of_object(text: str, at: int, *, number: int) -> int:
    if not text.startswith("{", at):
        raise _malformed(f"Event {number} is not a JSON object.")
    try:
        return _DECODER.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        raise _malformed(f"Event {number} is not valid JSON.") from None


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _malformed(sentence: str) -> BodyFault:
    return BodyFault(BodyProblem.MALFORMED, sentence)
