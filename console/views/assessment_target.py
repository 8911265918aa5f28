"""What does an address of an assessment mean to write: which entry, of which scenario, with what given?"""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from console.views.assessment_way import way_name
from console.views.shown import asked
from lifecycle.api import Assessment, SunsetPlan, assessment_of
from lifecycle.rules.assessment_entries import OF_SCENARIO, Acknowledgement, Entry, Kind
from lifecycle.rules.scenarios import Scenario
from lifecycle.rules.scorecard import Aspect, Score

ANCHORS = {
    Kind.SCENARIO: "scenario",
    Kind.COST: "costs",
    Kind.SCORE: "scores",
    Kind.CAPABILITY: "capabilities",
    Kind.REMARK: "feedback",
    Kind.EFFECT: "effects",
    Kind.ACKNOWLEDGEMENT: "dependants",
}


@dataclass(frozen=True, slots=True)
class Target:
    """`entry` stands there already; `fixed` are its values that the form does not ask; `title` names it."""

    kind: Kind
    scenario: str
    row: UUID | None
    entry: Entry | None = None
    fixed: tuple[tuple[str, object], ...] = ()
    title: str = ""

    @property
    def anchor(self) -> str:
        return ANCHORS[self.kind]


def target_of(plan: SunsetPlan, kind: Kind, row: UUID | None, query: QueryDict) -> Target:
    """Raises Http404 for what is not there."""
    found, key = assessment_of(plan), asked(query, "scenario")
    if row is not None:
        return _standing(found, kind, row)
    way = found.way(key)
    if way is None:
        raise Http404
    if kind is Kind.SCORE:
        return _score(way.way, asked(query, "aspect"))
    if kind is Kind.ACKNOWLEDGEMENT:
        return _answer(found, asked(query, "name"))
    title = way_name(way.way) if kind in OF_SCENARIO else ""
    if kind is Kind.COST:
        return Target(kind, way.way.key, None, way.way.costs, title=title)
    if kind is Kind.SCENARIO and key:
        return Target(kind, way.way.key, None, way.way.terms, title=way_name(way.way))
    return Target(kind, way.way.key if kind in OF_SCENARIO else "", None, title=title)


def _score(way: Scenario, aspect: str) -> Target:
    if aspect not in set(Aspect):
        raise Http404
    there = next((each for each in way.scores if each.aspect == aspect), Score(Aspect(aspect)))
    label = _(Aspect(aspect).label)
    return Target(Kind.SCORE, way.key, None, there, fixed=(("aspect", Aspect(aspect)),), title=label)


def _answer(found: Assessment, name: str) -> Target:
    there = next((each for each in found.dependants if each.name == name), None)
    if there is None:
        raise Http404
    entry = Acknowledgement(name, there.note)
    return Target(Kind.ACKNOWLEDGEMENT, "", None, entry, fixed=(("name", name),), title=name)


def _standing(found: Assessment, kind: Kind, row: UUID) -> Target:
    for each in found.ways:
        if kind is Kind.SCENARIO and each.uuid == row:
            return Target(kind, each.way.key, row, each.way.terms, title=way_name(each.way))
        listed = dict(each.capabilities) if kind is Kind.CAPABILITY else {}
        if row in listed:
            return Target(kind, each.way.key, row, listed[row], title=listed[row].name)
    if kind is Kind.REMARK:
        said = {each.uuid: each.remark for each in found.remarks}
        if row in said:
            return Target(kind, "", row, said[row], title=said[row].about)
    effects = dict(found.effects) if kind is Kind.EFFECT else {}
    if row in effects:
        return Target(kind, "", row, effects[row], title=_(effects[row].group.label))
    raise Http404
