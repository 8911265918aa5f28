"""Can a text stand in a CSV cell without a spreadsheet taking it for a formula?"""

_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠", "'")


def inert(text: str) -> str:
    """A quote in front of what would be calculated, or begins with a quote (S9): taking one off undoes it."""
    return f"'{text}" if text.startswith(_STARTERS) else text
