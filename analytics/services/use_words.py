"""How does the reason of a verdict read in the reader's language?"""

from datetime import date

from django.utils.translation import gettext as _

from analytics.rules.use_reasons import DAYS, UseReason, Value
from lifecycle.api import words


def why_in_words(reason: UseReason) -> str:
    """The sentences of the rule, translated, with days and figures as the reader's language writes them."""
    said = [_(template) % _shown(figures) for template, figures in reason.parts()]
    return words.in_turn(said)


def _shown(figures: dict[str, Value]) -> dict[str, str]:
    return {name: _one(name, value) for name, value in figures.items()}


def _one(name: str, value: Value) -> str:
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, str):
        return value
    return words.days(int(value)) if name in DAYS else words.number(value)
