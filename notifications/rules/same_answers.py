"""Do so many recipients give one and the same no that it must be about us, not about them?"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

DOMAINS, MAILBOXES = 2, 3  # of two domains, or so many of one, within one mailing
_OWN = re.compile(r"<[^>]*>|\[[^\]]*\]|\S+@\S+|\S*\d\S*|(?<![\w.])[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SaidNo:
    """A server's lasting no to one mailbox, the address folded."""

    mailbox: str
    answer: str


def said_to_many(refusals: Iterable[SaidNo]) -> str:
    """The first answer, in the order given, that comes of two domains or of three mailboxes of one; '' for none."""
    told: defaultdict[str, list[SaidNo]] = defaultdict(list)
    for each in refusals:
        told[likeness(each.answer)].append(each)
    return next((found[0].answer for found in told.values() if _is_many(found)), "")


def likeness(answer: str) -> str:
    """Its words, without what is one recipient's own: addresses, hosts, codes and numbers."""
    return " ".join(_WORD.findall(_OWN.sub(" ", answer))).casefold()


def _is_many(found: Iterable[SaidNo]) -> bool:
    mailboxes = {each.mailbox for each in found}
    return len({each.rpartition("@")[2] for each in mailboxes}) >= DOMAINS or len(mailboxes) >= MAILBOXES
