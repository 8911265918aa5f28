"""Has every table of the console a link to its file, or a reason why not?

Interface, section 1 rule 12: CSV of any table. Counted per template: one link does not speak for two tables.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings

# Templates whose tables, so many, have no file of their own, each with its reason.
NO_FILE = {
    "outbox.html": (1, "letters of a trial run, which lie there as files already"),
    "outbox_message.html": (1, "the headers of one such letter"),
    "rejects.html": (1, "refused rows hold what senders sent: whoever takes the file is on record"),
    "assessment_remarks.html": (1, "the answer to a file that was refused; nothing of it is kept"),
}
# Tables whose link stands in the pages below the list, or above the table in another template.
IN_THE_PAGER = {
    **dict.fromkeys(("_affected_list.html", "_plan_accounts.html", "_plan_touchpoints.html", "ledger.html"), 1),
    **dict.fromkeys(("imports.html", "transfers.html", "uncertain.html"), 1),
}
STATED = IN_THE_PAGER | {name: count for name, (count, _) in NO_FILE.items()}
TABLE = re.compile(r"<table\b")
LINK = re.compile(r'_csv\.html|href="[^"]*csv[^"]*"')


def templates() -> dict[str, str]:
    folder = Path(settings.BASE_DIR) / "templates/console"
    return {str(each.relative_to(folder)): each.read_text() for each in folder.rglob("*.html")}


def without_file(texts: Mapping[str, str]) -> dict[str, int]:
    """How many more tables than links each template has; below zero, a link might hide a table to come."""
    found = {name: len(TABLE.findall(text)) - len(LINK.findall(text)) for name, text in texts.items()}
    return {name: count for name, count in found.items() if count}


def test_every_table_has_its_file_or_says_why_not() -> None:
    """A11: a table that somebody adds without one is found here."""
    assert without_file(templates()) == STATED


@pytest.mark.parametrize("name", sorted(templates()))
def test_one_more_table_is_found_in_any_template(name: str) -> None:
    planted = templates()
    planted[name] += '<table class="cards-on-phone"><tbody><tr><td>bare</td></tr></tbody></table>'
    assert without_file(planted) != STATED
    planted[name] += '{% include "parts/_csv.html" with url="?format=more.csv" of="more" %}'
    assert without_file(planted) == STATED
