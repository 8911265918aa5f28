"""Which row holds an entry of an assessment, and how does one become the other?"""

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from lifecycle.models import Account, DependantAnswer, PlanRemark, Scenario, ScenarioScore, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import OF_SCENARIO, Acknowledgement, Entry, Kind, ScenarioTerms, kind_of
from lifecycle.rules.capabilities import Capability
from lifecycle.rules.cost import Costs
from lifecycle.rules.feedback import Remark
from lifecycle.rules.scorecard import Score
from lifecycle.rules.verdicts import Reason, blocked, together
from lifecycle.services.assess_shapes import MODELS, Row
from lifecycle.services.refusal import Refused

MAIN, MAIN_NAME = "plan", "As planned"


def scenario_row(plan: SunsetPlan, key: str, *, now: datetime) -> Scenario:
    """By key; '' is the plan's own, which is made when first needed. Raises Refused for one that there is not."""
    if key in {"", MAIN}:
        defaults = {"is_main": True, "name": MAIN_NAME, "changed_at": now}
        return Scenario.objects.get_or_create(plan=plan, key=MAIN, defaults=defaults)[0]
    found = Scenario.objects.filter(plan=plan, key=key).first()
    if found is None:
        raise Refused(blocked("unknown_scenario", Reason.BROKEN_RULE, detail=key))
    return found


def way_for(plan: SunsetPlan, kind: Kind, key: str, *, now: datetime) -> Scenario | None:
    """The scenario that an entry is part of, or that it is about; None for what is of the plan as a whole."""
    if kind in OF_SCENARIO or (kind is Kind.SCENARIO and key == MAIN):
        return scenario_row(plan, key, now=now)
    return Scenario.objects.filter(plan=plan, key=key).first() if kind is Kind.SCENARIO and key else None


def find_row(plan: SunsetPlan, way: Scenario | None, wanted: Entry | Kind, row: UUID | None) -> Row | None:
    """The row that is edited, by uuid or as the namesake of an entry."""
    kind = wanted if isinstance(wanted, Kind) else kind_of(wanted)
    rows = _rows(plan, kind)
    if row is not None:
        return rows.filter(uuid=row).first()
    if isinstance(wanted, Score):
        return rows.filter(scenario=way, aspect=wanted.aspect).first()
    if isinstance(wanted, Capability):
        return rows.filter(scenario=way, name=wanted.name).first()
    if isinstance(wanted, Acknowledgement):
        return rows.filter(name=wanted.name).first()
    return way if isinstance(wanted, Costs | ScenarioTerms) else None


def _rows(plan: SunsetPlan, kind: Kind) -> "models.QuerySet[Any]":
    """Locked by the plan's row, which every writer holds."""
    whose = "scenario__plan" if kind in OF_SCENARIO - {Kind.COST} else "plan"
    return MODELS[kind]._default_manager.filter(**{whose: plan})


def new_row(plan: SunsetPlan, way: Scenario | None, kind: Kind, uuid: UUID, *, key: str = "") -> Row:
    if kind is Kind.SCENARIO:
        return Scenario(uuid=uuid, plan=plan, key=key)
    row: Row = MODELS[kind](uuid=uuid, **({"scenario": way} if kind in OF_SCENARIO else {"plan": plan}))
    return row


def fill_row(row: Row, entry: Entry, *, plan: SunsetPlan, actor: Actor, now: datetime) -> None:
    """The entry's values, and beside them who wrote it, when."""
    for each in fields(entry):
        if each.name != "account":
            setattr(row, each.name, _as_stored(row, each.name, getattr(entry, each.name)))
    if isinstance(row, Scenario):
        row.key = row.key or _free_key(plan, row.name)
        row.changed_at = now
    elif isinstance(row, ScenarioScore):
        row.by = row.by or actor.name
    elif isinstance(row, PlanRemark) and isinstance(entry, Remark):
        row.account = _account(entry.account)
        if row._state.adding:
            row.recorded_by, row.recorded_at = actor.name, now
    elif isinstance(row, DependantAnswer):
        row.by, row.at = actor.name, now


def _as_stored(row: Row, name: str, value: object) -> object:
    """Amounts with as many places as the column has, so that what was written and what is read compare equal."""
    field = row._meta.get_field(name)
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return value.quantize(Decimal(1).scaleb(-field.decimal_places))
    return value


def _account(key: str) -> Account | None:
    if not key:
        return None
    found = Account.objects.filter(key=key).first()
    if found is None:
        raise Refused(blocked("unknown_account", Reason.BROKEN_RULE, subject=key, place="account"))
    return found


def _free_key(plan: SunsetPlan, name: str) -> str:
    taken = set(Scenario.objects.filter(plan=plan).values_list("key", flat=True)) | {MAIN}
    wish = slugify(name)[:36] or "scenario"
    following = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
    return wish if wish not in taken else next(key for key in following if key not in taken)


def save_row(target: Row) -> None:
    try:
        target.full_clean()
    except ValidationError as error:
        found = error.message_dict.items()
        raise Refused(
            together(
                blocked("entry_invalid", Reason.BROKEN_RULE, place=name.strip("_"), detail=" ".join(messages))
                for name, messages in found
            )
        ) from error
    target.save()
