"""Which actions of a source do not count as use, and who said so?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from analytics import queries
from analytics.models import ActivitySource
from analytics.rules.action_patterns import MOST_PATTERNS, Fault, fault_of
from lifecycle.api import BadInput, Refused, record
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor

_FAULTS = {
    Fault.NO_PATTERN: "{text!r} is no pattern of actions: write them like 'bot.*,system.*'.",
    Fault.BRACKETS: "{pattern!r}: a pattern has * for any text and ? for one character, and no brackets.",
    Fault.EVERYTHING: "{pattern!r} would leave no use of the source at all: name what is left out, like 'bot.*'.",
}


@transaction.atomic
def exclude_actions(*, source: str, patterns: Sequence[str], actor: Actor, now: datetime) -> ActivitySource:
    """In place of those that were there; none: all count again. The events stay, and so does what they delivered.

    Days are counted anew by the next refresh, those of a warehouse by the next pull. Raises Refused.
    """
    verdict = rights.may(actor, rights.Right.ATTEST)
    if not verdict:
        raise Refused(verdict)
    wanted = sorted({_pattern(each) for each in patterns})
    if len(wanted) > MOST_PATTERNS:
        raise BadInput(f"A source has at most {MOST_PATTERNS} patterns, not {len(wanted)}.")
    row = ActivitySource.objects.select_for_update().filter(name=source).first()
    if row is None:
        raise BadInput(f"No source is called {source!r}: `manage.py usage feeds` lists them.")
    before, row.excluded_actions = sorted(map(str, row.excluded_actions)), wanted
    if wanted != before:
        row.save(update_fields=["excluded_actions"])
        record("analytics.actions.excluded", subject=source, actor=actor, at=now, actions=wanted, before=before)
    return row


def excluded_actions() -> dict[str, tuple[str, ...]]:
    """By source, of those that leave any out, ended ones too."""
    rows = ActivitySource.objects.exclude(excluded_actions=[]).order_by("name")
    return {row.name: tuple(map(str, row.excluded_actions)) for row in rows}


def patterns_of(source: str) -> tuple[str, ...] | None:
    """None: no source is called so."""
    row = ActivitySource.objects.filter(name=source).first()
    return tuple(map(str, row.excluded_actions)) if row else None


def counted_for_good() -> date | None:
    """The last day that no rule changes any more: its events are no longer kept."""
    return queries.sealed_until()


def _pattern(text: str) -> str:
    pattern = text.strip()
    if fault := fault_of(pattern):
        raise BadInput(_FAULTS[fault].format(text=text, pattern=pattern))
    return pattern
