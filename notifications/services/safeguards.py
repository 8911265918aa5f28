"""Which questions and acts keep sending safe: preflight, words allowed on record, quarantine and alarms?"""

from notifications.models import Quarantine
from notifications.services.alarm_words import HALT_WORDS
from notifications.services.alarms import OpenAlarm, open_alarms, watch_alarms
from notifications.services.anchor import look_at_anchor
from notifications.services.ask_approval import doubts_of
from notifications.services.legal_overrides import allow_words, overrides_of, take_back_words
from notifications.services.preflight import preflight
from notifications.services.quarantine import open_quarantine, past_quarantines
from notifications.services.quarantine_acts import (
    may_look_at,
    may_reconcile,
    may_release,
    reconcile_quarantine,
    release_quarantine,
)
from notifications.services.quarantine_letters import still_in_doubt

__all__ = [
    "HALT_WORDS",
    "OpenAlarm",
    "Quarantine",
    "allow_words",
    "doubts_of",
    "look_at_anchor",
    "may_look_at",
    "may_reconcile",
    "may_release",
    "open_alarms",
    "open_quarantine",
    "overrides_of",
    "past_quarantines",
    "preflight",
    "reconcile_quarantine",
    "release_quarantine",
    "still_in_doubt",
    "take_back_words",
    "watch_alarms",
]
