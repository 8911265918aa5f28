"""How does text enter a spreadsheet without becoming a formula, and come back unchanged (S9)?"""

RISKY = frozenset("=+-@\t\r\n\x00＝＋－＠'")


def guard(text: str) -> str:
    """Put one apostrophe before text which a spreadsheet might calculate, or which begins with one."""
    return "'" + text if text[:1] in RISKY and text else text


def unguard(text: str) -> str:
    """Take the apostrophe off again: exact inverse of `guard`."""
    return text.removeprefix("'")
