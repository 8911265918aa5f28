"""Which shape has a plan file (`sunset.yaml`), and what does it become in our words?"""

import json
from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from lifecycle.rules.capabilities import Coverage
from lifecycle.rules.policies import Criticality
from lifecycle.rules.tiers import Tier
from lifecycle.services.plan_values import KEY, Clock, Day, Email, Offset, Policy, Short, SkippableStage, Text, Zone


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class CapabilityPart(_Part):
    """Something that the module can do, and whether the replacement does it too."""

    name: Short
    coverage: Coverage
    essential: bool = False
    note: Annotated[str, Field(max_length=500)] = ""


def _named_once(parts: tuple[CapabilityPart, ...]) -> tuple[CapabilityPart, ...]:
    names = [each.name for each in parts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{twice[0]!r} stands there more than once")
    return parts


class ReplacementPart(_Part):
    """What customers go to."""

    name: Short
    url: Annotated[str, Field(max_length=500, pattern=r"^https?://\S+$")] = ""
    module: Annotated[str, Field(pattern=KEY)] | None = None
    capabilities: Annotated[tuple[CapabilityPart, ...], AfterValidator(_named_once)] = ()


class ModulePart(_Part):
    """What goes."""

    key: Annotated[str, Field(pattern=KEY)]
    name: Short
    description: Annotated[str, Field(max_length=10_000)] = ""
    owner: Email | None = None
    criticality: Criticality
    teams: tuple[Short, ...] = ()
    dependants: tuple[Short, ...] = ()
    integrations: tuple[Short, ...] = ()
    replacement: ReplacementPart | None = None


class ReasonPart(_Part):
    """Why."""

    kind: Literal["architecture", "demand", "compliance", "strategy"]
    text: Text


class HelperPart(_Part):
    """Whom customers may ask."""

    name: Short
    email: Email


class MilestonesPart(_Part):
    """Distances from the off date; before it they are negative."""

    internal_brief: Offset | None = None
    announce: Offset
    closed_to_new: Offset | None = None
    read_only: Offset | None = None
    export_only: Offset | None = None
    brownout: Offset | None = None
    export_end: Offset | None = None
    observation_end: Offset | None = None
    archive: Offset | None = None
    purge: Offset | None = None


class SwitchPart(_Part):
    """What turns the module off; `secret` and `command` name settings of the installation."""

    kind: Literal["webhook", "command"]
    url: Annotated[str, Field(max_length=500, pattern=r"^https?://\S+$")] = ""
    secret: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")] | None = None
    command: Annotated[str, Field(pattern=KEY)] | None = None


class ObservationPart(_Part):
    """How long one watches after the end."""

    days: Annotated[int, Field(ge=7, le=90)] = 14
    late_calls_limit: Annotated[int, Field(ge=0)] = 100


class FreezePart(_Part):
    """Days on which nothing is taken away."""

    first: Day
    last: Day
    reason: Short


class PlanFile(_Part):
    """A plan to retire one module."""

    key: Annotated[str, Field(pattern=KEY)]
    module: ModulePart
    reason: ReasonPart
    policy: Policy
    major: bool = False
    fast_path: bool = False
    pack_notices: bool = True
    off_date: Day
    local_time: Clock = time(10, 0)
    time_zone: Zone = "UTC"
    milestones: MilestonesPart
    skip: dict[SkippableStage, Text] = {}
    tiers: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")], Tier] = {}
    wording: dict[Literal["en", "zh-hans", "ru"], Text] = {}
    switch: SwitchPart | None = None
    observation: ObservationPart = ObservationPart()
    author: Email | None = None
    approvers: tuple[Email, ...] = ()
    helper: HelperPart | None = None
    releases: tuple[Day, ...] = ()
    freezes: tuple[FreezePart, ...] = ()


def schema_json() -> str:
    """The published JSON schema of a plan file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://sunsetter.dev/schemas/sunset.schema.json",
        **PlanFile.model_json_schema(),
        "title": "Sunsetter plan file",
    }
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
