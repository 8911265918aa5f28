"""What do commands tell about who was reached, what can be proven, and what people answered by mail?"""

import csv
import io
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lifecycle.api import BadInput, Outcome, account_named, plan_named, staff_actor
from lifecycle.rules.actors import Actor
from lifecycle.rules.csv_guard import guard
from notifications.api import (
    Became,
    Unreached,
    check_proof,
    forget_person,
    proof_of,
    proof_paper,
    take_reply,
    unreached,
)

UNREACHED, PROOF, VERIFY, REPLY, FORGET = "unreached", "proof", "proof-verify", "reply", "forget"
HEAD = ("plan", "account", "notice", "status", "why", "due_date", "late_on", "last_status", "last_at", "next_step")

_BECAME = {
    Became.STOPPED: "no reminders go there any more; what must be heard does",
    Became.BOUNCED: "the letter came back, which is noted",
    Became.NOTHING: "the letter is under way; there is nothing to do",
}


def arguments(parser: CommandParser) -> None:
    parser.add_argument("--out", default=".", help="with proof: the folder for the files")
    parser.add_argument("--person", action="append", default=[], help="with forget: address or name, may be repeated")
    parser.add_argument("--signer", default="", help="with proof-verify: the fingerprint of a trusted key beside ours")
    parser.add_argument("--csv", action="store_true", help="with unreached: print a table for spreadsheets")


def ran(options: dict[str, Any], *, now: datetime) -> Outcome | None:
    """What `notices KEY unreached`, `notices proof ACCOUNT`, `proof-verify FILE`, `reply FILE`, `forget ACCOUNT` do."""
    first, second = options["key"], options["what"]
    if second == UNREACHED:
        return _unreached(first, as_csv=options["csv"], now=now)
    acts = {PROOF: _proof, VERIFY: _verify, REPLY: _reply, FORGET: _forget}
    return acts[first](second, options, now) if first in acts else None


def _unreached(key: str, *, as_csv: bool, now: datetime) -> Outcome:
    rows = unreached(plan_named(key), now=now)
    if as_csv:
        return Outcome([each.as_json() for each in rows], [_csv(rows)], nothing=not rows)
    lines = [_line(each) for each in rows] or ["Everybody who is due was truly reached."]
    return Outcome([each.as_json() for each in rows], lines, nothing=not rows)


def _csv(rows: tuple[Unreached, ...]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows([guard(str(getattr(each, name) or "")) for name in HEAD] for each in rows)
    return written.getvalue().rstrip()


def _line(row: Unreached) -> str:
    late = f"too late from {row.late_on}" if row.late_on else "no floor"
    then = f"{row.next_step} on {row.next_on}" if row.next_step else "no step left"
    return f"{row.account:<24} {row.notice:<18} {row.status:<9} {row.why:<9} {late}  {then}".rstrip()


def _proof(account_key: str, options: dict[str, Any], now: datetime) -> Outcome:
    account, folder = account_named(account_key), Path(options["out"])
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder: make it, or name another with --out.")
    proof = proof_of(account, actor=Actor.system("notices"), now=now)
    written = folder / f"proof-{account.key}.json"
    written.write_text(json.dumps(proof, ensure_ascii=False, indent=1), encoding="utf-8")
    paper = folder / f"proof-{account.key}.pdf"
    paper.write_bytes(proof_paper(proof))
    facts = {"account": account.key, "entries": proof["count"], "head": proof["head"]}
    return Outcome({**facts, "files": [str(written), str(paper)]}, [f"{written}", f"{paper}"])


def _verify(name: str, options: dict[str, Any], now: datetime) -> Outcome:
    try:
        found = check_proof(Path(name).read_bytes(), trusted=options["signer"])
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from error
    if not found.is_sound:
        by = f"it was signed by another key: {found.key}" if found.key else "its signature does not hold"
        faults = [*found.faults, *([] if found.is_signed else [by])]
        raise BadInput(f"{name} does not verify: {'; '.join(faults[:5])}.")
    facts = {"account": found.account, "entries": found.entries, "erased": found.erased, "verified": True}
    lines = [
        f"{found.account}: {found.entries} entries verify; {found.erased} personal values erased.",
        f"Signed with the key {found.key}." if found.key else "Signed with a secret that only we can check.",
    ]
    return Outcome({**facts, "key": found.key}, lines)


def _reply(name: str, options: dict[str, Any], now: datetime) -> Outcome:
    """`-` reads the message from the input, as a mail server's pipe gives it."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from error
    reply = take_reply(raw, now=now)
    facts = {
        "became": reply.became,
        "task": str(reply.task.uuid) if reply.task else "",
        "automatic": reply.is_automatic,
        "suggested": list(reply.suggested),
    }
    said = f"{reply.task.subject}: on the desk." if reply.task else f"{reply.address}: {_BECAME[reply.became]}."
    return Outcome(facts, [said], nothing=not reply.is_new)


def _forget(account_key: str, options: dict[str, Any], now: datetime) -> Outcome:
    """The chain keeps its hashes; whose they were is known no more."""
    account, names = account_named(account_key), options["person"]
    if not names:
        raise BadInput("Say whom: --person ADDRESS, and --person NAME for what stands under a name.")
    gone = forget_person(account=account, names=names, actor=staff_actor(options["email"]), now=now)
    return Outcome({"account": account.key, "erased": gone}, [f"{gone} values erased."], nothing=not gone)
