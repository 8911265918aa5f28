"""What may be written into an assessment, by whom, and in which bounds?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.capabilities import Capability
from lifecycle.rules.cost import Costs, check_costs
from lifecycle.rules.feedback import Remark
from lifecycle.rules.rights import Right, may
from lifecycle.rules.scorecard import BEST, MOST_WEIGHT, Readiness, Score
from lifecycle.rules.verdicts import Reason, Verdict, blocked


class Group(StrEnum):
    """On whom a retirement has effects (A22)."""

    END_USERS = "end_users"
    BUSINESS_CUSTOMERS = "business_customers"
    ENGINEERING = "engineering"
    QA = "qa"
    SUPPORT = "support"
    SALES = "sales"

    @property
    def label(self) -> str:
        return {"qa": "Quality assurance"}.get(self.value, self.value.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class Effect:
    """What it does to a group, who looks after that, and when it is looked at again; `outcome` '' while open."""

    group: Group
    text: str
    owner: str = ""
    follow_up_date: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioTerms:
    """A way to go about it: which replacement, ready or not, and which dates. Empty: as in the plan."""

    name: str
    replacement: str = ""
    readiness: Readiness = Readiness.UNKNOWN
    announce_date: date | None = None
    off_date: date | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody answered for what depends on the module: what becomes of it."""

    name: str
    note: str


Entry = ScenarioTerms | Costs | Score | Capability | Remark | Effect | Acknowledgement


class Kind(StrEnum):
    SCENARIO = "scenario"
    COST = "cost"
    SCORE = "score"
    CAPABILITY = "capability"
    REMARK = "remark"
    EFFECT = "effect"
    ACKNOWLEDGEMENT = "acknowledgement"


ENTRIES: dict[Kind, type[Entry]] = {
    Kind.SCENARIO: ScenarioTerms,
    Kind.COST: Costs,
    Kind.SCORE: Score,
    Kind.CAPABILITY: Capability,
    Kind.REMARK: Remark,
    Kind.EFFECT: Effect,
    Kind.ACKNOWLEDGEMENT: Acknowledgement,
}
OF_SCENARIO = frozenset({Kind.COST, Kind.SCORE, Kind.CAPABILITY})
LASTING = frozenset({Kind.COST})  # emptied, never taken out


def kind_of(entry: Entry) -> Kind:
    return next(kind for kind, shape in ENTRIES.items() if type(entry) is shape)


def may_write(actor: Actor, kind: Kind, *, is_own: bool) -> Verdict:
    """Whoever works here may report what customers say and correct their own report; all else is the planner's.

    `is_own`: it is new, or the actor wrote it.
    """
    if is_own and kind is Kind.REMARK and (actor.kind is not ActorKind.PERSON or actor.role is not Role.NONE):
        return Verdict()
    return Verdict() if actor.kind is ActorKind.SYSTEM else may(actor, Right.EDIT_PLAN)


def check_entry(entry: Entry) -> Verdict:
    """What the shapes of fields cannot say."""
    if isinstance(entry, Costs):
        return check_costs(entry)
    if isinstance(entry, Score):
        return _check_score(entry)
    if isinstance(entry, ScenarioTerms):
        is_late = entry.announce_date and entry.off_date and entry.announce_date >= entry.off_date
        backwards = blocked("scenario_dates", Reason.BROKEN_RULE, place="off_date") if is_late else Verdict()
        return backwards + _needs(entry.name, "name")
    if isinstance(entry, Capability | Acknowledgement):
        return _needs(entry.name, "name")
    return _needs(entry.text, "text")


def _check_score(score: Score) -> Verdict:
    verdict = Verdict()
    if score.value is not None and not 0 <= score.value <= BEST:
        verdict += blocked("score_value", Reason.BROKEN_RULE, place="value")
    if not 0 <= score.weight <= MOST_WEIGHT:
        verdict += blocked("score_weight", Reason.BROKEN_RULE, place="weight")
    if score.value is not None and not (score.evidence.strip() or score.link):
        verdict += blocked("score_evidence", Reason.BROKEN_RULE, place="evidence")
    if score.value is not None and score.as_of is None:
        verdict += blocked("score_as_of", Reason.BROKEN_RULE, place="as_of")
    return verdict


def _needs(text: str, place: str) -> Verdict:
    return Verdict() if text.strip() else blocked("entry_empty", Reason.BROKEN_RULE, place=place)
