"""What does the command `plan` answer, in JSON and in lines?"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from lifecycle.api import (
    BadInput,
    Outcome,
    SunsetPlan,
    closing_report_html,
    closing_report_json,
    plan_named,
    report_of,
    sentence,
)
from lifecycle.rules.plan_file import FileFault, PlanDocument
from lifecycle.rules.verdicts import Blocker, Verdict
from lifecycle.services.plan_overview import overview_of
from lifecycle.services.plan_source import line_of
from lifecycle.services.propose_plan import Proposal


def faults(found: Iterable[FileFault]) -> list[dict[str, object]]:
    """What is wrong with the text of a file."""
    return [_fault(each) for each in found]


def _fault(fault: FileFault) -> dict[str, object]:
    place = f"{fault.place}: " if fault.place else ""
    return {"rule": fault.rule, "line": fault.line, "place": fault.place, "sentence": f"{place}{fault.message}"}


def findings(blockers: Iterable[Blocker], data: bytes) -> list[dict[str, object]]:
    """What rules hold against a plan, with the line each is about."""
    return [
        {
            "rule": each.fact("rule") or each.criterion,
            "criterion": each.criterion,
            "line": _line(each, data),
            "subject": each.subject,
            "sentence": sentence(each),
            "facts": dict(each.facts),
        }
        for each in blockers
    ]


def _line(blocker: Blocker, data: bytes) -> int:
    place = blocker.fact("place")
    ways = (
        [("milestones", place), ("skip", place), (place,), ("milestones",)]
        if place and place != "off"
        else [("off_date",)]
    )
    return next((line for line in (line_of(data, *way) for way in ways) if line), 0)


def _cautions(verdict: Verdict) -> list[str]:
    return [f"Caution: {sentence(each)}" for each in verdict.cautions]


def valid(document: PlanDocument, proposal: Proposal, file: str) -> Outcome:
    dates = {each.kind.value: each.date for each in proposal.promises}
    cautions = _cautions(proposal.verdict)
    lines = [f"{file} holds: {document.key} retires {document.module.key} on {document.off_date}.", *cautions]
    return Outcome(
        {"verdict": proposal.verdict.level, "key": document.key, "dates": dates, "cautions": cautions}, lines
    )


def _as_dict(proposal: Proposal) -> dict[str, object]:
    return {
        "is_new": proposal.plan is None,
        "changes": [{"place": each.place, "before": each.before, "after": each.after} for each in proposal.changes],
        "consequences": list(proposal.consequences),
        "cautions": _cautions(proposal.verdict),
    }


def _change_lines(proposal: Proposal) -> list[str]:
    changes = [f"  {each.place}: {each.before or '—'} → {each.after or '—'}" for each in proposal.changes]
    return [*changes, *proposal.consequences, *_cautions(proposal.verdict)]


def difference(document: PlanDocument, proposal: Proposal) -> Outcome:
    data = {"key": document.key, **_as_dict(proposal)}
    if not proposal.changes:
        return Outcome(data, [f"{document.key} is live exactly so."], nothing=True)
    head = f"{document.key} would be new." if proposal.plan is None else f"{document.key} would change:"
    return Outcome(data, [head, *_change_lines(proposal)])


def applied(document: PlanDocument, proposal: Proposal) -> Outcome:
    data = {"key": document.key, **_as_dict(proposal)}
    if not proposal.changes:
        return Outcome(data, [f"{document.key} is live exactly so: nothing to do."], nothing=True)
    return Outcome(data, [f"{document.key} is applied.", *_change_lines(proposal)])


def shown(key: str, *, now: datetime) -> Outcome:
    """One plan with its dates and the rule that binds it, or the list of plans."""
    if not key:
        plans = SunsetPlan.objects.select_related("module")
        rows = [{"key": each.key, "module": each.module.key, "stage": each.stage} for each in plans]
        return Outcome(rows, [f"{row['key']}: {row['module']}, {row['stage']}" for row in rows], nothing=not rows)
    plan = SunsetPlan.objects.filter(key=key).select_related("module").first()
    if plan is None:
        raise BadInput(f"No plan is called {key!r}. `manage.py plan show` lists them.")
    view = overview_of(plan=plan, now=now)
    lines = [f"{view.key} retires {view.module} ({view.module_name}): {view.stage}, revision {view.revision}"]
    lines += [f"  {each.date}  {each.label} (revision {each.revision})" for each in view.milestones]
    lines.append(f"Notice: {view.binding} allows the end from {view.earliest_date or 'an unknown day'} on.")
    lines += [f"  tried {each.rule}: {each.earliest_date or 'unknown'} {each.note}".rstrip() for each in view.tried]
    return Outcome(asdict(view), lines)


def report(key: str, folder: str, *, lessons: Sequence[str], now: datetime) -> Outcome:
    """Two files that open anywhere; written anew each time. Raises Refused while nothing has ended."""
    if not folder:
        raise BadInput("plan report needs --out DIR: the folder that the page and the JSON are written to.")
    plan = plan_named(key)
    found = report_of(plan=plan, now=now, lessons=lessons)
    written = {
        "html": (Path(folder) / f"{plan.key}.html", closing_report_html(found)),
        "json": (Path(folder) / f"{plan.key}.json", closing_report_json(found)),
    }
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for path, text in written.values():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written to: {error.strerror}. Give another --out DIR.") from error
    files = {kind: str(path) for kind, (path, _text) in written.items()}
    lines = [f"Wrote {path}." for path in files.values()]
    return Outcome({"plan": plan.key, "accounts": len(found.accounts), "files": files}, lines)
