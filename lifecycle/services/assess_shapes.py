"""Which table holds which kind of entry, and how does a row read as one?"""

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from lifecycle.models import DependantAnswer, ModuleCapability, PlanEffect, PlanRemark, Scenario, ScenarioScore
from lifecycle.rules.assessment_entries import ENTRIES, Entry, Kind

Row = Scenario | ScenarioScore | ModuleCapability | PlanRemark | PlanEffect | DependantAnswer
MODELS: dict[Kind, type[Row]] = {
    Kind.SCENARIO: Scenario,
    Kind.COST: Scenario,
    Kind.SCORE: ScenarioScore,
    Kind.CAPABILITY: ModuleCapability,
    Kind.REMARK: PlanRemark,
    Kind.EFFECT: PlanEffect,
    Kind.ACKNOWLEDGEMENT: DependantAnswer,
}
_SHAPES: dict[Kind, TypeAdapter[Any]] = {kind: TypeAdapter(shape) for kind, shape in ENTRIES.items()}


def entry_of(kind: Kind, row: Row) -> Entry:
    values = {each.name: getattr(row, each.name) for each in fields(ENTRIES[kind])}
    if isinstance(row, PlanRemark):
        values["account"] = row.account.key if row.account else ""
    entry: Entry = _SHAPES[kind].validate_python(values)
    return entry


def as_json(kind: Kind, entry: Entry) -> dict[str, Any]:
    """As the history keeps it."""
    kept: dict[str, Any] = _SHAPES[kind].dump_python(entry, mode="json")
    return kept


def entry_from_json(kind: Kind, kept: object) -> Entry:
    entry: Entry = _SHAPES[kind].validate_python(kept)
    return entry
