"""How do users read who seem to be counted twice?"""

from dataclasses import dataclass

from django.utils.translation import ngettext

from analytics.api import IdTwins
from lifecycle.api import words


@dataclass(frozen=True, slots=True)
class TwinsRow:
    account: str
    ids: str


def twins_rows(found: IdTwins) -> tuple[TwinsRow, ...]:
    """In quotation marks: they may differ in a space."""
    return tuple(TwinsRow(row.account, words.listed(f"“{each}”" for each in row.ids)) for row in found.first)


def twins_words(found: IdTwins) -> str:
    """Empty where nobody seems to be counted twice."""
    said = ngettext(
        "%(count)s user seems to appear more than once in 90 days, under ids that differ only in case, in spaces or"
        " in Unicode form.",
        "%(count)s users seem to appear more than once in 90 days, under ids that differ only in case, in spaces or"
        " in Unicode form.",
        found.people,
    )
    return said % {"count": words.number(found.people)} if found.people else ""
