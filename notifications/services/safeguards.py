"""Which questions and acts keep sending safe: quarantine and alarms?"""

from notifications.services.alarms import OpenAlarm, open_alarms, watch_alarms
from notifications.services.anchor import AnchorWatch, look_at_anchor
from notifications.services.quarantine import open_quarantine
from notifications.services.quarantine_acts import Reconciled, reconcile_quarantine, release_quarantine
from notifications.services.quarantine_letters import doubtful_letters

__all__ = [
    "AnchorWatch",
    "OpenAlarm",
    "Reconciled",
    "doubtful_letters",
    "look_at_anchor",
    "open_alarms",
    "open_quarantine",
    "reconcile_quarantine",
    "release_quarantine",
    "watch_alarms",
]
