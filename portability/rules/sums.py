"""Which SHA-256 sum does a person mean who pastes what a program printed?"""

import re

SUM = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
SPACED = re.compile(r"(?<![0-9a-f])[0-9a-f]{2}(?: [0-9a-f]{2}){31}(?![0-9a-f])")  # as some versions of certutil


def sum_in(text: str) -> str | None:
    """The sum in lower case, with or without a file's name beside it; None when there is none, or more than one."""
    lower = text.lower()
    found = {*SUM.findall(lower), *(spaced.replace(" ", "") for spaced in SPACED.findall(lower))}
    return found.pop() if len(found) == 1 else None
