"""How does an operator look at a quarantine, say what was sent after all, and end it?"""

import hashlib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lifecycle.api import BadInput, Outcome, staff_actor
from notifications.api import safeguards
from notifications.rules.sent_log import NamelessLog, PackedLog, SentLog, read_sent_log

QUARANTINE = "quarantine"
FIRST_ROWS = 20


def arguments(parser: CommandParser) -> None:
    parser.add_argument("--sent", default="", help="with quarantine reconcile: the mail server's log of what it sent")
    parser.add_argument("--whole", action="store_true", help="with --sent: the log holds the whole time in doubt")


def ran(options: dict[str, Any], *, now: datetime) -> Outcome | None:
    """What `notices quarantine show`, `reconcile [--sent FILE --whole]`, `release --reason WHY` do."""
    if options["key"] != QUARANTINE:
        return None
    acts = {"all": _show, "show": _show, "reconcile": _reconcile, "release": _release}
    act = acts.get(options["what"])
    if act is None:
        raise BadInput(f"{options['what']!r} is none of: show, reconcile, release.")
    return act(options, now)


def _show(options: dict[str, Any], now: datetime) -> Outcome:
    del options, now
    row = safeguards.open_quarantine()
    if row is None:
        return Outcome(None, ["There is no quarantine: what is due may leave."], nothing=True)
    letters = list(safeguards.still_in_doubt(row))
    counts = Counter((each.touchpoint.plan.key, each.touchpoint.notice.code) for each in letters)
    facts = {
        "reason": row.reason,
        "opened_at": row.opened_at,
        "ledger_at": row.ledger_at,
        "doubtful_until": row.doubtful_until,
        "reconciled_at": row.reconciled_at,
        "doubtful": len(letters),
        "letters": [{"plan": plan, "notice": notice, "letters": count} for (plan, notice), count in counts.items()],
    }
    lines = [
        f"QUARANTINE since {row.opened_at:%Y-%m-%d %H:%M}Z ({row.reason}): nothing leaves.",
        f"The ledger's last mark is of {row.ledger_at:%Y-%m-%d %H:%M}Z; what was due until "
        f"{row.doubtful_until:%Y-%m-%d %H:%M}Z may have left unknown to it: {len(letters)} letters.",
        *(f"  {plan} {notice}: {count}" for (plan, notice), count in counts.items()),
        *(f"  {each.touchpoint.account.key} {each.address}" for each in letters[:FIRST_ROWS]),
        "Do: is this the database that shall send? Then `notices quarantine reconcile --sent LOG --whole --as EMAIL`, "
        "and `notices quarantine release --reason WHY --as EMAIL`.",
    ]
    return Outcome(facts, lines)


def _reconcile(options: dict[str, Any], now: datetime) -> Outcome:
    sent, sha = _log(options["sent"], is_whole=options["whole"]) if options["sent"] else (None, "")
    actor = staff_actor(options["email"])
    found = safeguards.reconcile_quarantine(sent=sent, log_sha=sha, actor=actor, now=now)
    facts = {"sent": found.sent, "unsent": found.unsent, "doubtful": found.doubtful}
    return Outcome(facts, [f"{found.sent} were sent, {found.unsent} were not, {found.doubtful} stay in doubt."])


def _log(path: str, *, is_whole: bool) -> tuple[SentLog, str]:
    if not is_whole:
        raise BadInput(
            f"Whoever does not stand in {path} is written to: add --whole if it holds the whole time in doubt."
        )
    try:
        raw = Path(path).read_bytes()
        return read_sent_log(raw.splitlines()), hashlib.sha256(raw).hexdigest()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except PackedLog as error:
        raise BadInput(f"{path} is no plain text: unpack it, and save it as UTF-8.") from error
    except NamelessLog as error:
        raise BadInput(f"{path} names nobody: no address and no Message-ID stands in it. Is it this log?") from error


def _release(options: dict[str, Any], now: datetime) -> Outcome:
    actor = staff_actor(options["email"])
    found = safeguards.release_quarantine(reason=options["reason"], actor=actor, now=now)
    said = f"Released: {found.unsent} may leave; {found.doubtful} are uncertain, each with a task for a person."
    return Outcome({"released": found.unsent, "doubtful": found.doubtful}, [said])
