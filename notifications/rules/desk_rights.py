"""Which right does closing a task of the desk take?"""

from lifecycle.rules.rights import Right
from notifications.rules.statuses import TaskKind, TaskOutcome

# What speaks for an account, by a named person of theirs; who refused to talk has heard nothing and said nothing.
SPEAKS_FOR_ACCOUNT = frozenset({TaskOutcome.REACHED, TaskOutcome.PROMISED, TaskOutcome.ASKED_EXEMPTION})
DATE_MOVED = "the date moved"  # why a task was taken off the desk, and its script with it


def right_to_close(kind: TaskKind, outcome: TaskOutcome) -> Right:
    """Calls, and whatever speaks for an account, take the right to clear it; looking things up does not."""
    if kind is TaskKind.CALL or outcome in SPEAKS_FOR_ACCOUNT:
        return Right.CLEAR_ACCOUNT
    return Right.SETTLE_MESSAGE
