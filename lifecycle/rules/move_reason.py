"""May customers read why a date moves, in the words in which it was said?"""

from lifecycle.rules.dates_in_text import dates_in
from lifecycle.rules.promotion import LOCALES, promotion_in
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together


def reason_verdict(reason: str) -> Verdict:
    """It stands in every correction, in whatever language: it names no day, which would not move with the plan, and
    offers nothing. Each word that may not stand there is named.
    """
    sold = dict.fromkeys(word for locale in LOCALES for word in promotion_in(reason, locale))
    dated = (blocked("reason_dated", Reason.BROKEN_RULE, found=each) for each in dates_in(reason))
    offers = (blocked("reason_sells", Reason.BROKEN_RULE, found=each) for each in sold)
    return together((*dated, *offers))
