"""What does the command `assess` answer, in JSON and in lines?"""

from collections.abc import Sequence

from lifecycle.api import Assessment, Outcome
from lifecycle.models import RiskTaken
from lifecycle.rules.capabilities import count_coverage
from lifecycle.rules.cost import payback
from lifecycle.rules.scenarios import ROI_MONTHS, Scenario
from lifecycle.rules.scorecard import judge_replacement, total
from lifecycle.services.assess_compare import Comparison, plain
from lifecycle.services.assess_remarks import RemarksReport


def shown(key: str, found: Assessment, data: dict[str, object]) -> Outcome:
    lines = [line for each in found.ways for line in _way(key, each.way)]
    lines.append(f"{len(found.remarks)} remarks, {len(found.effects)} effects on groups.")
    lines += [f"{each.name}: {each.note or 'answered'} ({each.by})" for each in found.dependants if each.by]
    lines += [f"{name}: nobody answered for it yet" for name in found.unanswered]
    return Outcome(data, lines)


def _way(key: str, way: Scenario) -> list[str]:
    points, count = total(way.scores), count_coverage(way.capabilities)
    judged = judge_replacement(way.scores, readiness=way.terms.readiness, lacking_essential=count.lacking_essential)
    span = f"{points.low:.1f}" if points.is_exact else f"{points.low:.1f} to {points.high:.1f}"
    why = ", ".join(fault.replace("_", " ") for fault in judged.faults) or "may be announced"
    return [
        f"{key}/{way.key}: {way.terms.name}; {way.terms.replacement or 'no replacement'}; off {way.terms.off_date}",
        f"  {_costs(way)}",
        f"  score {span} of 5, {points.unknown} of 9 unknown: {why}",
        f"  capabilities: {count.covered} covered, {count.partly} partly, {count.lacking} lacking",
    ]


def _costs(way: Scenario) -> str:
    back = payback(way.costs)
    if back is None:
        return f"costs: not known yet: {', '.join(way.costs.missing)}"
    month, roi = back.break_even_month, back.roi(ROI_MONTHS)
    when = "never" if month is None else f"in month {month}"
    share = "no outlay" if roi is None else f"{roi * 100:.1f} %"
    return (
        f"costs in {way.costs.currency}: maintenance {back.maintenance:,} a month, once {back.one_off:,.0f}, "
        f"saving {back.saving:,} a month; back {when}; ROI({ROI_MONTHS}) {share}"
    )


def compared(found: Comparison) -> Outcome:
    marks = {"first": "<", "second": ">", "alike": "=", "unclear": " "}
    lines = [f"{'':24}{found.first_name:>28}   {found.second_name:>28}"]
    lines += [
        f"{each.measure:24}{_cell(each.first):>28} {marks[each.better]} {_cell(each.second):>28}"
        for each in found.lines
    ]
    return Outcome(found.as_json(), [*lines, "< and > point to the better one; empty is not to be judged."])


def _cell(value: object) -> str:
    return "unknown" if value is None else str(plain(value))


def remarks(file: str, report: RemarksReport) -> Outcome:
    faults = [{"line": each.line, "field": each.field, "reason": each.reason} for each in report.faults]
    lines = [f"{report.added} added, {report.repeated} known before, {len(faults)} left out."]
    lines += [f"{file}:{each.line}: {each.field + ' ' if each.field else ''}{each.reason}" for each in report.faults]
    data = {"added": report.added, "repeated": report.repeated, "rejected": faults}
    return Outcome(data, lines, nothing=not report.added and not faults, code=1 if faults and not report.added else 0)


def risks(found: Sequence[tuple[RiskTaken, list[str]]]) -> Outcome:
    rows = [
        {
            "uuid": str(each.uuid),
            "criterion": each.criterion,
            "reason": each.reason,
            "asked_by": each.asked_by,
            "ends_at": each.ends_at,
            "withdrawn_at": each.withdrawn_at,
            "backed_by": backers,
        }
        for each, backers in found
    ]
    lines = [
        f"{each.uuid}  {each.criterion} until {each.ends_at:%Y-%m-%d}: "
        f"{'withdrawn' if each.withdrawn_at else ', '.join(backers) or 'nobody yet'}"
        for each, backers in found
    ]
    return Outcome(rows, lines, nothing=not rows)
