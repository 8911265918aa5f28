"""Is every requirement mapped to code and tests, honestly and to files that exist?"""

import re

import pytest

from tests.docs.pages import ROOT, code_words, read, rows

PAGE = "docs/requirements.md"
IDS = [
    f"{letter}{n}" for letter, count in {"A": 22, "B": 8, "C": 14, "D": 8, "E": 9}.items() for n in range(1, count + 1)
]
STATUSES = ("met", "partly", "later")


def mapped() -> dict[str, list[str]]:
    return {cells[0]: cells for cells in rows(read(PAGE), width=5)}


def test_every_requirement_is_mapped_once_in_order() -> None:
    found = [cells[0] for cells in rows(read(PAGE), width=5)]
    assert found == IDS


@pytest.mark.parametrize("requirement", IDS)
def test_what_is_met_names_code_and_test_and_what_is_not_says_what_is_missing(requirement: str) -> None:
    _id, what, status, code, tests = mapped()[requirement]
    word, _, missing = status.partition(":")
    assert word in STATUSES
    assert what
    if word == "met":
        assert code_words(code), "met without code"
        assert code_words(tests), "met without a test"
    else:
        assert missing.strip(), "say what is missing"
    if word == "partly":
        assert code_words(code), "partly without code"


@pytest.mark.parametrize("requirement", IDS)
def test_code_is_code_and_tests_are_tests(requirement: str) -> None:
    _id, _what, _status, code, tests = mapped()[requirement]
    named = [*code_words(code), *code_words(tests)]
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [name for name in code_words(code) if name.startswith("tests/")] == []
    assert [name for name in code_words(tests) if not name.startswith("tests/")] == []


def test_promises_and_bad_input_name_tests_that_name_them() -> None:
    found = rows(read(PAGE).partition("## Promises and bad input")[2], width=3)
    assert len(found) > 20
    assert [cells[0] for cells in found if not all(_is_named(cells[0], name) for name in code_words(cells[2]))] == []
    assert [cells[0] for cells in found if not code_words(cells[2])] == []


def _is_named(number: str, test: str) -> bool:
    """The test's text holds the number, or a span of numbers around it such as N7-N12."""
    text = (ROOT / test).read_text(encoding="utf-8")
    spans = re.findall(rf"\b{number[0]}(\d+)-{number[0]}?(\d+)\b", text)
    is_within = any(int(low) <= int(number[1:]) <= int(high) for low, high in spans)
    return is_within or re.search(rf"\b{number}\b", text) is not None
