"""What does a live plan remember of its file beyond stages and dates?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lifecycle.rules.fixed_days import Freeze
from lifecycle.rules.plan_file import ObservationTerms, PlanDocument, SwitchConfig, SwitchKind

NO_SWITCH = SwitchConfig()
USUAL_OBSERVATION = ObservationTerms()


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """`applied` is the file as last applied, flat (see `plan_changes`); `overrides` are floors broken on record.

    `baseline` are figures frozen before the end, `measured` the same figures later; None is unknown.
    `asks_notice_approval`: no notice leaves without a second person's yes; absent in plans applied before that existed.
    `packs_notices`: its letters may share one with those of other plans to the same mailbox.
    """

    switch: SwitchConfig = NO_SWITCH
    observation: ObservationTerms = USUAL_OBSERVATION
    approvers: tuple[str, ...] = ()
    wording: tuple[tuple[str, str], ...] = ()
    skip_reasons: tuple[tuple[str, str], ...] = ()
    is_major: bool = False
    asks_fast_path: bool = False
    asks_notice_approval: bool = False
    packs_notices: bool = True
    release_dates: tuple[date, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    overrides: tuple[str, ...] = ()
    baseline: tuple[tuple[str, str | None], ...] = ()
    measured: tuple[tuple[str, str | None], ...] = ()
    applied: tuple[tuple[str, str], ...] = ()


def settings_from(
    plan: PlanDocument, *, applied: Mapping[str, str], kept: "PlanSettings", overrides: tuple[str, ...] = ()
) -> PlanSettings:
    """The settings that a plan file asks for; what was measured and overridden before is kept."""
    return PlanSettings(
        switch=plan.switch,
        observation=plan.observation,
        approvers=plan.approvers,
        wording=plan.wording,
        skip_reasons=tuple((stage.value, reason) for stage, reason in plan.skipped),
        is_major=plan.is_major,
        asks_fast_path=plan.asks_fast_path,
        asks_notice_approval=True,
        packs_notices=plan.packs_notices,
        release_dates=plan.release_dates,
        freezes=plan.freezes,
        overrides=tuple(dict.fromkeys(kept.overrides + overrides)),
        baseline=kept.baseline,
        measured=kept.measured,
        applied=tuple(sorted(applied.items())),
    )


def as_json(settings: PlanSettings) -> dict[str, Any]:
    """What the plan's JSON column holds."""
    switch, observation = settings.switch, settings.observation
    return {
        "switch": {
            "kind": switch.kind.value,
            "url": switch.url,
            "secret_name": switch.secret_name,
            "command": switch.command,
        },
        "observation": {"days": observation.days, "late_calls_limit": observation.late_calls_limit},
        "approvers": list(settings.approvers),
        "wording": dict(settings.wording),
        "skip_reasons": dict(settings.skip_reasons),
        "is_major": settings.is_major,
        "asks_fast_path": settings.asks_fast_path,
        "asks_notice_approval": settings.asks_notice_approval,
        "packs_notices": settings.packs_notices,
        "release_dates": [day.isoformat() for day in settings.release_dates],
        "freezes": [[each.rule, each.first_date.isoformat(), each.last_date.isoformat()] for each in settings.freezes],
        "overrides": list(settings.overrides),
        "baseline": dict(settings.baseline),
        "measured": dict(settings.measured),
        "applied": dict(settings.applied),
    }


def from_json(data: Mapping[str, Any]) -> PlanSettings:
    """Read the column back; what is absent has its default, so that plans made by hand work too."""
    switch = dict(data.get("switch", {}))
    kind = SwitchKind(switch.pop("kind", SwitchKind.NONE))
    return PlanSettings(
        switch=SwitchConfig(kind, **switch),
        observation=ObservationTerms(**data.get("observation", {})),
        approvers=tuple(data.get("approvers", ())),
        wording=tuple(sorted(data.get("wording", {}).items())),
        skip_reasons=tuple(sorted(data.get("skip_reasons", {}).items())),
        is_major=bool(data.get("is_major")),
        asks_fast_path=bool(data.get("asks_fast_path")),
        asks_notice_approval=bool(data.get("asks_notice_approval")),
        packs_notices=bool(data.get("packs_notices", True)),
        release_dates=tuple(date.fromisoformat(day) for day in data.get("release_dates", ())),
        freezes=tuple(
            Freeze(rule, date.fromisoformat(first), date.fromisoformat(last))
            for rule, first, last in data.get("freezes", ())
        ),
        overrides=tuple(data.get("overrides", ())),
        baseline=tuple(sorted(data.get("baseline", {}).items())),
        measured=tuple(sorted(data.get("measured", {}).items())),
        applied=tuple(sorted(data.get("applied", {}).items())),
    )
