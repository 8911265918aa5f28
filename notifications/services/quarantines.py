"""Which acts and questions of a quarantine do commands and pages reach?"""

from notifications.services.quarantine import open_quarantine
from notifications.services.quarantine_acts import Reconciled, reconcile_quarantine, release_quarantine
from notifications.services.quarantine_letters import doubtful_letters

__all__ = ["Reconciled", "doubtful_letters", "open_quarantine", "reconcile_quarantine", "release_quarantine"]
