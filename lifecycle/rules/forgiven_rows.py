"""How many bad rows may a file have, and still be taken for what it claims to be?"""

FORGIVEN_ROWS = 10
FORGIVEN_SHARE = 0.01


def refusal(*, rows: int, bad: int, is_strict: bool, remedy: str) -> str:
    """Why a file that could be read is not taken; empty when nothing speaks against it.

    Over 1 % bad rows refuses (reliability, section 8), but ten of them are forgiven, or one odd row would keep out
    all of its small file (ADR 0029).
    """
    if is_strict and bad:
        return f"{bad} of {rows} rows are bad and --strict keeps none"
    if bad and bad == rows:
        return f"none of its {rows} rows is good"
    if bad > FORGIVEN_ROWS and bad > FORGIVEN_SHARE * rows:
        return f"{bad} of {rows} rows are bad, more than 1 %: nothing was kept; correct {remedy}"
    return ""
