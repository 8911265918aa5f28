"""Who floods a module, and what does somebody at the command line decide about it?"""

from datetime import datetime
from typing import Any

from analytics.api import FlaggedUser, FloodDecision, decide_flood, flagged_users, look_for_floods
from lifecycle.api import BadInput, Outcome, staff_actor, uuid_named

LISTS = "usage floods"


def run_floods(options: dict[str, Any], *, now: datetime) -> Outcome:
    """List; with --look search first; with --decide put on record what somebody found."""
    if options["decide"]:
        return _decide(options, now=now)
    found = look_for_floods(now=now) if options["look"] else []
    rows = flagged_users()
    lines = [_line(row) for row in rows] or ["Nobody floods a module."]
    if options["look"]:
        lines.append(f"{len(found)} new.")
    return Outcome([_as_dict(row) for row in rows], lines, nothing=not rows)


def _decide(options: dict[str, Any], *, now: datetime) -> Outcome:
    if options["verdict"] not in FloodDecision.values:
        raise BadInput(f"Say what was found with --verdict: {', '.join(FloodDecision.values)}.")
    row = decide_flood(
        uuid=uuid_named(options["decide"], lists=LISTS),
        decision=FloodDecision(options["verdict"]),
        note=options["note"],
        actor=staff_actor(options["email"]),
        now=now,
    )
    return Outcome(_as_dict(row), [_line(row)])


def _line(row: FlaggedUser) -> str:
    decided = f"{row.decision} by {row.decided_by}: {row.note}" if row.decided_at else "open: does not count meanwhile"
    return (
        f"{row.uuid}  {row.module_key}  {row.account_key}/{row.user}  "
        f"{row.peak} events on {row.peak_date}, usual are up to {row.usual}; {decided}"
    )


def _as_dict(row: FlaggedUser) -> dict[str, object]:
    return {
        "uuid": str(row.uuid),
        "module": row.module_key,
        "account": row.account_key,
        "user": row.user,
        "peak": row.peak,
        "peak_date": row.peak_date,
        "usual": row.usual,
        "decision": row.decision,
        "decided_by": row.decided_by or None,
        "decided_at": row.decided_at,
        "note": row.note,
        "flagged_at": row.flagged_at,
    }
