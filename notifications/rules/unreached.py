"""Why does an account count as not truly reached?"""

from collections.abc import Collection
from enum import StrEnum

from notifications.rules.reach import Reach
from notifications.rules.statuses import DeliveryStatus, ObligationStatus


class Why(StrEnum):
    """In the order in which they weigh: a bounce is worse news than a doubt."""

    NOBODY = "nobody"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    UNSENT = "unsent"
    UNREAD = "unread"
    SILENT = "silent"


def why_unreached(known: Reach, statuses: Collection[DeliveryStatus], *, has_contact: bool) -> Why:
    """`statuses` are those of every delivery of the obligation."""
    if not statuses and not has_contact:
        return Why.NOBODY
    if known.is_dead_end:
        return Why.BOUNCED
    if known.is_uncertain:
        return Why.UNCERTAIN
    if known.status in {ObligationStatus.REACHED, ObligationStatus.ACKNOWLEDGED}:
        return Why.UNREAD  # delivered, but a key account must answer
    sent = {DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.SOFT_BOUNCED}
    return Why.SILENT if sent.intersection(statuses) else Why.UNSENT
