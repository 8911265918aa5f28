"""Through which door do pages, commands and the other apps reach notices?"""

from notifications.channels.contract import Unbelieved
from notifications.models import Acknowledgement, Delivery, DeskTask, InboxMessage, Notice, Obligation, Touchpoint
from notifications.reconcile import reconcile, reconcile_withdrawn
from notifications.services.acknowledge import NotFound, acknowledge, inbox_of
from notifications.services.deliver import Delivered, deliver_due
from notifications.services.desk import close_desk_task, delivery_in_doubt, desk_task, desk_tasks
from notifications.services.events import apply_events, parse_events, receive_events, record_event
from notifications.services.listing import (
    DeliveryRow,
    TouchpointRow,
    next_due_at,
    touchpoint_rows,
    touchpoints_of,
    uncertain_deliveries,
    uncertain_of,
)
from notifications.services.obligations import push_evidence
from notifications.services.push_affected import push_affected
from notifications.services.repair import repair_address, suppressed_addresses
from notifications.services.settle_uncertain import settle_uncertain
from notifications.services.simulate import Simulation, simulate
from notifications.services.work_queue import WorkQueue, work_queue

__all__ = [
    "Acknowledgement",
    "Delivered",
    "Delivery",
    "DeliveryRow",
    "DeskTask",
    "InboxMessage",
    "NotFound",
    "Notice",
    "Obligation",
    "Simulation",
    "Touchpoint",
    "TouchpointRow",
    "Unbelieved",
    "WorkQueue",
    "acknowledge",
    "apply_events",
    "close_desk_task",
    "deliver_due",
    "delivery_in_doubt",
    "desk_task",
    "desk_tasks",
    "inbox_of",
    "next_due_at",
    "parse_events",
    "push_affected",
    "push_evidence",
    "receive_events",
    "reconcile",
    "reconcile_withdrawn",
    "record_event",
    "repair_address",
    "settle_uncertain",
    "simulate",
    "suppressed_addresses",
    "touchpoint_rows",
    "touchpoints_of",
    "uncertain_deliveries",
    "uncertain_of",
    "work_queue",
]
