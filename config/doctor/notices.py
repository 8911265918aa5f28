"""Is this the ledger that last sent, and does any alarm about the sending of notices stand open?"""

from datetime import UTC, datetime

import psycopg
from django.db import DatabaseError

from config.doctor.finding import Finding, Level, Patient, told
from notifications.api import safeguards


def anchor(patient: Patient) -> Finding:
    """Reads, and holds nothing: the next round does."""
    wanted = "the ledger knows the last mark of its anchor"
    if (away := _away("anchor", patient, wanted)) is not None:
        return away
    found, held = safeguards.look_at_anchor(), safeguards.open_quarantine()
    if held is not None or found.reason is not None:
        why = held.reason if held else found.reason
        remedy = "run `manage.py notices quarantine show`; docs/runbooks/quarantine.md says what then."
        return Finding("anchor", Level.BLOCKER, f"quarantine ({why}): nothing leaves", wanted, remedy)
    if found.lineage and not found.anchors:
        measured = "no anchor is here: an older copy of the database would not be noticed before the next letter"
        return Finding("anchor", Level.NOTE, measured, wanted, "name ANCHOR_DIRS on another disk.")
    return told("anchor", True, f"{len(found.anchors)} agree" if found.lineage else "nothing was sent yet", wanted, "")


def alarms(patient: Patient) -> Finding:
    wanted = "no alarm is open"
    if (away := _away("alarms", patient, wanted)) is not None:
        return away
    found = safeguards.open_alarms(now=datetime.now(UTC))
    measured = " ".join(each.sentence for each in found) or "none"
    remedy = " ".join(dict.fromkeys(each.remedy for each in found))
    return told("alarms", not found, measured, wanted, remedy, bad=Level.NOTE)


def _away(check: str, patient: Patient, wanted: str) -> Finding | None:
    """Asked directly: Django would wait and retry."""
    try:
        psycopg.connect(patient.database_url, connect_timeout=3).close()
        safeguards.open_quarantine()
    except psycopg.OperationalError:
        return Finding(check, Level.UNKNOWN, "the database does not answer", wanted, "see `database`.")
    except DatabaseError:
        return Finding(check, Level.UNKNOWN, "the schema cannot be read", wanted, "see `migrations`.")
    return None


CHECKS = (anchor, alarms)
