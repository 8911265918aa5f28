"""Which two scenarios stand side by side, and how does a scenario read as JSON?"""

from dataclasses import asdict, dataclass
from decimal import Decimal

from lifecycle.models import SunsetPlan
from lifecycle.rules.capabilities import count_coverage
from lifecycle.rules.cost import payback
from lifecycle.rules.feedback import count_severity
from lifecycle.rules.scenarios import Line, Scenario, compare, figures, wins
from lifecycle.rules.scorecard import all_nine, judge_replacement, total
from lifecycle.services.assess_reading import Assessment, assessment_of
from lifecycle.services.refusal import BadInput


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` and `second` are named as asked for: PLAN or PLAN/SCENARIO."""

    first_name: str
    second_name: str
    first: Scenario
    second: Scenario
    lines: tuple[Line, ...]

    def as_json(self) -> dict[str, object]:
        left, right = wins(self.lines)
        return {
            "first": {"name": self.first_name, "title": self.first.terms.name, "currency": self.first.costs.currency},
            "second": {
                "name": self.second_name,
                "title": self.second.terms.name,
                "currency": self.second.costs.currency,
            },
            "wins": {"first": left, "second": right},
            "lines": [
                {
                    "measure": each.measure.value,
                    "first": plain(each.first),
                    "second": plain(each.second),
                    "better": each.better.value,
                }
                for each in self.lines
            ],
        }


def compare_scenarios(first: str, second: str) -> Comparison:
    """Of one plan or of two. Raises BadInput for a name that nothing bears."""
    left, right = _named(first), _named(second)
    return Comparison(first, second, left, right, compare(left, right))


def _named(name: str) -> Scenario:
    key, _, way = name.partition("/")
    plan = SunsetPlan.objects.select_related("module", "module__replacement_module").filter(key=key).first()
    if plan is None:
        raise BadInput(f"No plan is called {key!r}. `manage.py plan show` lists them.")
    assessment = assessment_of(plan)
    found = assessment.way(way)
    if found is None:
        known = ", ".join(f"{key}/{each.way.key}" for each in assessment.ways)
        raise BadInput(f"{key} has no scenario {way!r}. There are: {known}.")
    return found.way


def assessment_as_json(found: Assessment) -> dict[str, object]:
    """What `assess show --json` says; amounts are texts, so that no digit is lost."""
    return {
        "scenarios": [_scenario_as_json(each.way) for each in found.ways],
        "remarks": [plain(asdict(each.remark)) for each in found.remarks],
        "severities": {each.value: count for each, count in count_severity(r.remark for r in found.remarks).items()},
        "effects": [plain(asdict(effect)) for _, effect in found.effects],
        "dependants": [{"name": each.name, "answered_by": each.by, "note": each.note} for each in found.dependants],
    }


def _scenario_as_json(way: Scenario) -> dict[str, object]:
    back, points, count = payback(way.costs), total(way.scores), count_coverage(way.capabilities)
    judged = judge_replacement(way.scores, readiness=way.terms.readiness, lacking_essential=count.lacking_essential)
    return {
        "key": way.key,
        "terms": plain(asdict(way.terms)),
        "costs": plain(asdict(way.costs)),
        "missing": list(way.costs.missing),
        "figures": {name.value: plain(value) for name, value in figures(way).items()},
        "return_by_month": [plain(amount) for amount in back.series] if back else None,
        "scores": [plain(asdict(each)) for each in all_nine(way.scores)],
        "total": {"low": plain(points.low), "high": plain(points.high), "unknown": points.unknown},
        "capabilities": [plain(asdict(each)) for each in way.capabilities],
        "replacement": {"holds": judged.holds, "faults": [fault.value for fault in judged.faults]},
    }


def plain(value: object) -> object:
    """Amounts as exact text without trailing zeros of a quotient, days as ISO 8601."""
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.0001')).normalize():f}"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
