"""Which commands show, lint, approve, try, stop and resume what a plan says?"""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from lifecycle.api import BadInput, Outcome, Refused, SunsetPlan, User, account_named, plan_named, sentence, staff_actor
from lifecycle.rules.tiers import Tier
from notifications.api import (
    CannotRender,
    Row,
    approve_notices,
    ask_approval,
    halt_run,
    lint_notices,
    mailings,
    preview,
    resume_run,
    run_uuid,
    send_test,
    standings,
)
from notifications.rules.approval import ASKED_FOR
from notifications.rules.notice_codes import NoticeCode

CODES = tuple(code.value for code in NoticeCode)


def arguments(parser: CommandParser) -> None:
    parser.add_argument("--notice", choices=CODES, default="", help="one notice only; else all that it concerns")
    parser.add_argument("--tier", choices=[tier.value for tier in Tier], default=Tier.STANDARD.value)
    parser.add_argument("--locale", default="en", help="with preview, test-send: en, zh-hans or ru")
    parser.add_argument("--for", dest="account", default="", help="with preview, test-send: a real account's key")
    parser.add_argument("--figures", default="most", help="with preview: unknown, zero, one, few, many or most")
    parser.add_argument("--beside", choices=CODES, action="append", default=[], help="with preview: in the same letter")
    parser.add_argument("--html", action="store_true", help="with preview: the HTML part")
    parser.add_argument("--seen", action="append", default=[], help="with approve: a request that you read; repeatable")
    parser.add_argument("--reason", default="", help="with halt, resume: why; kept in the ledger")


def ran(options: dict[str, Any], *, now: datetime) -> Outcome | None:
    act = ACTS.get(options["what"])
    return act(plan_named(options["key"]), options, now) if act else None


def _lint(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    codes = _codes(options, tuple(NoticeCode))
    verdict = lint_notices(plan, codes, now=now)
    if not verdict:
        raise Refused(verdict)
    read_well = f"{len(codes)} notices read well in every language."
    return Outcome({"plan": plan.key, "notices": list(codes)}, [read_well, *map(sentence, verdict.cautions)])


def _request(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    open_ones = tuple(each.code for each in standings(plan) if not each.verdict)
    codes = _codes(options, open_ones)
    if not codes:
        return Outcome([], ["Every notice is approved."], nothing=True)
    rows = ask_approval(plan=plan, codes=codes, actor=staff_actor(options["email"]), now=now)
    asked = [(str(code), str(row.uuid)) for code, row in zip(codes, rows, strict=True)]
    said = f"asked, for {rows[0].audience.accounts} accounts; a second person approves with --seen"
    lines = [f"{code}: {said} {uuid}" for code, uuid in asked]
    return Outcome([{"notice": code, "uuid": uuid} for code, uuid in asked], lines)


def _approve(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    """Only requests that are named: whatever was asked for since was read by nobody."""
    codes = _codes(options, ASKED_FOR)
    waiting = {str(row.uuid): each.code for each in standings(plan) if (row := each.request) and each.code in codes}
    seen = {uuid: waiting[uuid] for uuid in options["seen"] if uuid in waiting}
    if waiting and len(seen) < max(1, len(options["seen"])):
        open_ones = ", ".join(f"--seen {uuid} ({code})" for uuid, code in waiting.items())
        raise BadInput(f"Read the notices, then name the requests that you approve: {open_ones}.")
    approve_notices(plan=plan, requests=[UUID(uuid) for uuid in seen], actor=staff_actor(options["email"]), now=now)
    return Outcome({"approved": list(seen.values())}, [f"{code}: approved." for code in seen.values()])


def _preview(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    with _readable():
        read = preview(plan, _one(options), _row(options), now=now, beside=[*map(NoticeCode, options["beside"])])
    facts = {"subject": read.subject, "text": read.text, "html": read.html, "sha256": read.sha}
    return Outcome(facts, [read.html] if options["html"] else [read.subject, "", read.text])


def _test_send(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    actor = staff_actor(options["email"])
    author = User.objects.get(email__iexact=options["email"])
    with _readable():
        row, who = _row(options), {"address": author.email, "name": author.name}
        sent = send_test(plan=plan, code=_one(options), row=row, actor=actor, now=now, **who)
    return Outcome({"to": sent}, [f"A test went to {sent}, and to nobody else."])


def _runs(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    found = [each for each in mailings(plan) if not options["notice"] or each.notice == options["notice"]]
    lines = [
        f"{each.notice} {each.number}  {each.moment}  {each.status}  {each.contacts} contacts  "
        + ", ".join(f"{status} {count}" for status, count in sorted(each.counts.items()))
        + (f"  ({each.halt_reason}: {each.halt_detail})" if each.status == "halted" else "")
        for each in found
    ]
    return Outcome([each.as_json() for each in found], lines or ["No mailing was begun."], nothing=not found)


def _halt_or_resume(plan: SunsetPlan, options: dict[str, Any], now: datetime) -> Outcome:
    code, number = options["notice"], options["number"]
    if not (code and number):
        known = f"`manage.py notices {plan.key} runs` prints both"
        raise BadInput(f"Say which mailing: its number, and its notice by --notice; {known}.")
    found = run_uuid(plan, NoticeCode(code), number)
    if found is None:
        raise BadInput(f"{plan.key} has no such mailing: `manage.py notices {plan.key} runs` prints notice and number.")
    act = halt_run if options["what"] == "halt" else resume_run
    row = act(run=found, reason=options["reason"], actor=staff_actor(options["email"]), now=now)
    return Outcome({"run": str(row.uuid), "status": row.status}, [f"{options['notice']} {row.number}: {row.status}."])


def _codes(options: dict[str, Any], usual: tuple[NoticeCode, ...]) -> tuple[NoticeCode, ...]:
    return (NoticeCode(options["notice"]),) if options["notice"] else usual


def _one(options: dict[str, Any]) -> NoticeCode:
    if not options["notice"]:
        raise BadInput(f"Say which notice: --notice {', '.join(CODES)}.")
    return NoticeCode(options["notice"])


def _row(options: dict[str, Any]) -> Row:
    account = account_named(options["account"]) if options["account"] else None
    return Row(Tier(options["tier"]), options["locale"], account, options["figures"])


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except CannotRender as problem:
        raise BadInput(str(problem)) from problem


ACTS: dict[str, Callable[[SunsetPlan, dict[str, Any], datetime], Outcome]] = {
    "lint": _lint,
    "request": _request,
    "approve": _approve,
    "preview": _preview,
    "test-send": _test_send,
    "runs": _runs,
    "halt": _halt_or_resume,
    "resume": _halt_or_resume,
}
