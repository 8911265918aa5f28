"""Are the reasons that transfers record said in the reader's language (C6)?"""

import re

import pytest
from django.utils import translation

from console.views.transfer_words import reason_words
from portability.rules.transfer_proof import GONE
from portability.services.transfers.removing import ELSEWHERE, KEPT

RECORDED = (
    *(GONE, KEPT, ELSEWHERE, "bytes", "form", "another object is there", "answered no id", "answered 503"),
    *("cannot be reached: ConnectError", "the folder: [Errno 28]"),
    "3 of 40 objects failed: over the budget for errors",
    "its limits are not those of the dry run; roll back and rehearse again",
)


@pytest.mark.parametrize(("language", "letters"), [("ru", "[а-я]"), ("zh-hans", "[\u4e00-\u9fff]")])
def test_every_known_reason_is_translated_with_its_figures(language: str, letters: str) -> None:
    with translation.override(language):
        said = [reason_words(each) for each in RECORDED]
    assert [each for each in said if not re.search(letters, each)] == []
    assert "503" in said[7]
    assert "ConnectError" in said[8]


def test_what_is_not_known_stands_as_it_was_recorded() -> None:
    assert reason_words("author, text") == "author, text"
