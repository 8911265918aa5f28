"""Which tables do notifications own?"""

from notifications.models.answers import Acknowledgement, DeskTask, InboxMessage
from notifications.models.deliveries import Attempt, Delivery, DeliveryEvent, HoldReason, Suppression
from notifications.models.notices import Notice, Obligation, Touchpoint

__all__ = [
    "Acknowledgement",
    "Attempt",
    "Delivery",
    "DeliveryEvent",
    "DeskTask",
    "HoldReason",
    "InboxMessage",
    "Notice",
    "Obligation",
    "Suppression",
    "Touchpoint",
]
