"""Which shape has a plan file (`sunset.yaml`), and what does it become in our words?"""

import json
import re
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from lifecycle.rules import plan_file as words
from lifecycle.rules.directory_fields import email_address
from lifecycle.rules.lead_time import Freeze
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.month_steps import Span, parse_span
from lifecycle.rules.policies import POLICIES, Criticality
from lifecycle.rules.stages import SKIPPABLE, Stage
from lifecycle.rules.tiers import Tier

KEY = r"^[a-z0-9][a-z0-9._-]{0,63}$"


def _policy(key: str) -> str:
    if key not in POLICIES:
        raise ValueError(f"no such policy; known are {', '.join(POLICIES)}")
    return key


def _zone(name: str) -> str:
    if name != "UTC" and ("/" not in name or name not in available_timezones()):
        raise ValueError("not a time zone of the IANA list such as Europe/Berlin")
    return name


def _day(value: Any) -> Any:  # whatever YAML made of it
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("write a day as 2027-06-30")
    return value


def _clock(value: Any) -> Any:  # whatever YAML made of it
    if not isinstance(value, str):
        raise ValueError('write a time of day in quotes, such as "10:00"')
    return value


def _offset(value: Any) -> Span:
    if not isinstance(value, str):
        raise ValueError("write a distance with its unit, such as -90d, -6w or -3m")
    return parse_span(value)


def _naive(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("write a time without offset; time_zone says where")
    return value


Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n\x00]+$")]
Email = Annotated[str, AfterValidator(email_address), WithJsonSchema({"type": "string", "format": "email"})]
Policy = Annotated[str, AfterValidator(_policy), WithJsonSchema({"type": "string", "enum": list(POLICIES)})]
Zone = Annotated[str, AfterValidator(_zone), WithJsonSchema({"type": "string", "examples": ["UTC", "Europe/Berlin"]})]
Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[time, BeforeValidator(_clock), AfterValidator(_naive), WithJsonSchema({"type": "string"})]
Offset = Annotated[
    Span,
    BeforeValidator(_offset),
    WithJsonSchema({"type": "string", "pattern": r"^[+-]?(\d{1,4}(mo|[dwmy]))+$", "examples": ["-90d", "-3m"]}),
]
SkippableStage = Literal["closed_to_new", "read_only", "export_only", "brownout"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ReplacementPart(_Part):
    """What customers go to."""

    name: Short
    url: Annotated[str, Field(max_length=500, pattern=r"^https?://\S+$")] = ""
    module: Annotated[str, Field(pattern=KEY)] | None = None


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


def document_of(plan: PlanFile) -> words.PlanDocument:
    """The plan in the words of the rules."""
    replacement = plan.module.replacement
    milestones = ((kind, getattr(plan.milestones, kind.value, None)) for kind in MilestoneKind)
    return words.PlanDocument(
        key=plan.key,
        module=words.ModuleText(
            key=plan.module.key,
            name=plan.module.name,
            description=plan.module.description,
            owner_email=plan.module.owner or "",
            criticality=plan.module.criticality,
            teams=plan.module.teams,
            dependants=plan.module.dependants,
            integrations=plan.module.integrations,
            replacement_name=replacement.name if replacement else "",
            replacement_url=replacement.url if replacement else "",
            replacement_module=(replacement.module or "") if replacement else "",
        ),
        reason_kind=plan.reason.kind,
        reason=plan.reason.text,
        policy=plan.policy,
        off_date=plan.off_date,
        milestones=tuple(words.MilestoneOffset(kind, offset) for kind, offset in milestones if offset is not None),
        local_time=plan.local_time,
        zone=plan.time_zone,
        is_major=plan.major,
        asks_fast_path=plan.fast_path,
        skipped=tuple((stage, plan.skip[stage.value]) for stage in Stage if stage in SKIPPABLE and stage in plan.skip),
        tiers=tuple(sorted(plan.tiers.items())),
        wording=tuple(sorted(plan.wording.items())),
        switch=_switch(plan.switch),
        observation=words.ObservationTerms(plan.observation.days, plan.observation.late_calls_limit),
        approvers=plan.approvers,
        author_email=plan.author or "",
        helper_name=plan.helper.name if plan.helper else "",
        helper_email=plan.helper.email if plan.helper else "",
        release_dates=plan.releases,
        freezes=tuple(Freeze(f"freeze: {each.reason}", each.first, each.last) for each in plan.freezes),
    )


def _switch(part: SwitchPart | None) -> words.SwitchConfig:
    if part is None:
        return words.SwitchConfig()
    return words.SwitchConfig(words.SwitchKind(part.kind), part.url, part.secret or "", part.command or "")


def schema_json() -> str:
    """The published JSON schema of a plan file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://sunsetter.dev/schemas/sunset.schema.json",
        **PlanFile.model_json_schema(),
        "title": "Sunsetter plan file",
    }
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
