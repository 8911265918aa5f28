"""Which tables do notifications own?"""

from notifications.models.alarms import Alarm
from notifications.models.anchors import LedgerMark, Quarantine
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
from notifications.models.calendars import CalendarDay, PlanCalendar
from notifications.models.copies import ChatTarget, EventCopy, WebhookEndpoint
from notifications.models.deliveries import Attempt, Delivery, DeliveryEvent, HoldReason, Suppression
from notifications.models.desk import DeskAbsence, DeskEntry
from notifications.models.escalations import Escalation, Waiver
from notifications.models.lanes import SendLane
from notifications.models.notices import Notice, Obligation, Touchpoint
from notifications.models.overrides import LegalOverride
from notifications.models.planning import PlanningRound
from notifications.models.proof import PersonalValue, ProofEntry
from notifications.models.runs import SendRun
from notifications.models.surfaces import Announcement, CalendarEntry, CalendarFeed

__all__ = [
    "Acknowledgement",
    "Alarm",
    "Announcement",
    "Attempt",
    "Audience",
    "AudienceMember",
    "BriefedTeam",
    "Briefing",
    "CalendarDay",
    "CalendarEntry",
    "CalendarFeed",
    "ChatTarget",
    "Delivery",
    "DeliveryEvent",
    "DeskAbsence",
    "DeskEntry",
    "DeskTask",
    "Escalation",
    "EventCopy",
    "HoldReason",
    "InboxMessage",
    "LedgerMark",
    "LegalOverride",
    "Notice",
    "NoticeApproval",
    "NoticeVariant",
    "NoticeWording",
    "Obligation",
    "PersonalValue",
    "PlanCalendar",
    "PlanningRound",
    "ProofEntry",
    "Quarantine",
    "SendLane",
    "SendRun",
    "Suppression",
    "Touchpoint",
    "Waiver",
    "WebhookEndpoint",
    "WordingPart",
]
