"""Which shape has an assessment file, and what does it become in our words?"""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lifecycle.rules.assessment_entries import Acknowledgement, Effect, Entry, Group, ScenarioTerms
from lifecycle.rules.capabilities import Capability
from lifecycle.rules.cost import DEFAULT_RESERVE, Costs
from lifecycle.rules.feedback import Remark, Severity, Voice
from lifecycle.rules.scorecard import BEST, MOST_WEIGHT, Aspect, Readiness, Score
from lifecycle.services.plan_shape import CapabilityPart
from lifecycle.services.plan_values import Day, Short, Text

SCENARIO_KEY = r"^[a-z0-9][a-z0-9-]{0,39}$"


def _exact(value: Any) -> Any:  # whatever YAML made of it
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("write an amount as a number")
    return str(value)


Amount = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, max_digits=16, decimal_places=2)]
Share = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=1, decimal_places=4)]
Brief = Annotated[str, Field(max_length=500)]
Link = Annotated[str, Field(max_length=500, pattern=r"^https?://\S+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CostPart(_Part):
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    infrastructure: Amount | None = None
    people: Amount | None = None
    defects: Amount | None = None
    running: Amount | None = None
    direct: Amount | None = None
    indirect: Amount | None = None
    reserve: Share = DEFAULT_RESERVE
    reserve_reason: Brief = ""


class ScorePart(_Part):
    value: Annotated[int, Field(ge=0, le=BEST)] | None = None
    weight: Annotated[int, Field(ge=0, le=MOST_WEIGHT)] = 1
    evidence: Annotated[str, Field(max_length=4_000)] = ""
    link: Link | None = None
    as_of: Day | None = None
    by: Annotated[str, Field(max_length=300)] = ""


class ScenarioPart(_Part):
    name: Short = "As planned"
    replacement: Annotated[str, Field(max_length=200)] = ""
    readiness: Readiness = Readiness.UNKNOWN
    announce: Day | None = None
    off: Day | None = None
    cost: CostPart | None = None
    scores: dict[Aspect, ScorePart] = {}
    capabilities: tuple[CapabilityPart, ...] = ()

    def entries(self) -> list[Entry]:
        """Its terms first, so that the rest has a place."""
        found: list[Entry] = [ScenarioTerms(self.name, self.replacement, self.readiness, self.announce, self.off)]
        if self.cost:
            found.append(Costs(**dict(self.cost)))
        for aspect, part in self.scores.items():
            said = dict(part) | {"link": part.link or ""}
            found.append(Score(aspect=aspect, **said))
        found += [Capability(each.name, each.coverage, each.essential, each.note) for each in self.capabilities]
        return found


class EffectPart(_Part):
    group: Group
    text: Text
    owner: Annotated[str, Field(max_length=200)] = ""
    follow_up: Day | None = None


class RemarkPart(_Part):
    voice: Voice
    severity: Severity
    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    about: Annotated[str, Field(max_length=200)] = ""
    account: Annotated[str, Field(max_length=64)] = ""
    said_by: Annotated[str, Field(max_length=200)] = ""
    said: Day | None = None


class AssessmentFile(_Part):
    """What is weighed of one plan; whatever a file leaves out stays as it is."""

    scenarios: dict[Annotated[str, Field(pattern=SCENARIO_KEY)], ScenarioPart] = {}
    effects: tuple[EffectPart, ...] = ()
    remarks: tuple[RemarkPart, ...] = ()
    dependants: dict[Short, Brief] = {}

    def entries(self) -> list[Entry]:
        """What is of the plan as a whole."""
        effects = [Effect(each.group, each.text, each.owner, each.follow_up) for each in self.effects]
        remarks = [
            Remark(each.voice, each.severity, each.text, each.about, each.account, each.said_by, each.said)
            for each in self.remarks
        ]
        return [*effects, *remarks, *(Acknowledgement(name, note) for name, note in self.dependants.items())]
