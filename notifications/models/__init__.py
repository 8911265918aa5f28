"""Which tables do notifications own?"""

from notifications.models.answers import Acknowledgement, DeskTask, InboxMessage
from notifications.models.approvals import (
    Audience,
    AudienceMember,
    NoticeApproval,
    NoticeVariant,
    NoticeWording,
    WordingPart,
)
from notifications.models.briefing import BriefedTeam, Briefing
from notifications.models.deliveries import Attempt, Delivery, DeliveryEvent, HoldReason, Suppression
from notifications.models.desk import DeskAbsence, DeskEntry
from notifications.models.escalations import Escalation, Waiver
from notifications.models.notices import Notice, Obligation, Touchpoint
from notifications.models.proof import PersonalValue, ProofEntry
from notifications.models.runs import SendRun

__all__ = [
    "Acknowledgement",
    "Attempt",
    "Audience",
    "AudienceMember",
    "BriefedTeam",
    "Briefing",
    "Delivery",
    "DeliveryEvent",
    "DeskAbsence",
    "DeskEntry",
    "DeskTask",
    "Escalation",
    "HoldReason",
    "InboxMessage",
    "Notice",
    "NoticeApproval",
    "NoticeVariant",
    "NoticeWording",
    "Obligation",
    "PersonalValue",
    "ProofEntry",
    "SendRun",
    "Suppression",
    "Touchpoint",
    "Waiver",
    "WordingPart",
]
