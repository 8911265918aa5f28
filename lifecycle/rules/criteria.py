"""Which facts must hold before a module is switched off, how fresh, and who can clear each?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from lifecycle.rules.stages import Stage

Value = int | float | str | bool | None


class Scope(StrEnum):
    PLAN = "plan"
    ACCOUNT = "account"
    KEY_ACCOUNT = "key_account"


class Source(StrEnum):
    """Who brings the evidence: a part of the product, or a named person who signs for it."""

    COMPUTED = "computed"
    ATTESTED = "attested"


@dataclass(frozen=True, slots=True)
class Criterion:
    """`holds` judges a known value; `fresh_for` is the age at which evidence turns stale.

    `may_be_exempted`: two people may let one account pass on record (reliability 4.1 rule 12); most may not.
    `has_own_facts`: of a fact about the plan, what is on record about single accounts comes first (ADR 0008).
    """

    key: str
    code: str
    scope: Scope
    source: Source
    fresh_for: timedelta
    limit: str
    cleared_by: str
    holds: Callable[[Value], bool]
    may_be_exempted: bool = False
    has_own_facts: bool = False


def _is_true(value: Value) -> bool:
    return value is True


def _is_zero(value: Value) -> bool:
    return value == 0 and value is not False


_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_PLAN, _ACCOUNT, _KEY = Scope.PLAN, Scope.ACCOUNT, Scope.KEY_ACCOUNT
_COMPUTED, _ATTESTED = Source.COMPUTED, Source.ATTESTED

# Source: reliability, section 4.2. Order and codes are those of the specification.
SHUTDOWN: tuple[Criterion, ...] = (
    Criterion("plan_fresh", "G1", _PLAN, _COMPUTED, _DAY, "plan as approved", "approvers", _is_true),
    Criterion("approvals", "G2", _PLAN, _COMPUTED, _DAY, "two people, not the author", "approvers", _is_true),
    Criterion("activity_alive", "G3", _PLAN, _COMPUTED, _DAY, "activity in 24 h", "operator", _is_true),
    Criterion("notice_served", "G4", _ACCOUNT, _COMPUTED, _DAY, "every step proven, floor over", "CSM", _is_true, True),
    Criterion("all_reached", "G5", _ACCOUNT, _COMPUTED, _DAY, "every due notice reached somebody", "CSM", _is_true),
    Criterion("key_cleared", "G6", _KEY, _COMPUTED, timedelta(days=60), "cleared by a person", "CSM", _is_true),
    Criterion("export_settled", "G7", _ACCOUNT, _COMPUTED, _DAY, "exported or declined", "customer", _is_true),
    Criterion("no_export_open", "G8", _ACCOUNT, _COMPUTED, _DAY, "no export open", "operator", _is_zero),
    Criterion("backup_restores", "G9", _ACCOUNT, _COMPUTED, _WEEK, "restored and equal", "operator", _is_true),
    Criterion(
        "transfer_done", "G10", _PLAN, _ATTESTED, timedelta(days=30), "transfer complete", "PM", _is_true, True, True
    ),
    Criterion("usage_below", "G11", _ACCOUNT, _COMPUTED, _DAY, "no use that nobody signed off", "CSM", _is_zero, True),
    Criterion("no_dependants", "G12", _PLAN, _ATTESTED, timedelta(days=14), "nothing calls it", "PM", _is_true, True),
    Criterion("holds", "G13", _ACCOUNT, _COMPUTED, _DAY, "no hold, or kept in the archive", "operator", _is_true),
    Criterion("contract_end", "G14", _ACCOUNT, _COMPUTED, _DAY, "contract term over", "PM", _is_true, True),
    Criterion("brownouts_done", "G15", _PLAN, _ATTESTED, timedelta(days=30), "brownouts done", "PM", _is_true, True),
    Criterion("rollback_ready", "G16", _PLAN, _ATTESTED, _WEEK, "rollback rehearsed", "operator", _is_true, True),
    Criterion("calendar", "G17", _PLAN, _COMPUTED, _DAY, "a working day without freeze", "PM", _is_true, True),
    Criterion("operators", "G18", _PLAN, _ATTESTED, _DAY, "on-call people acknowledged", "operator", _is_true, True),
    Criterion("audit_ok", "G19", _PLAN, _COMPUTED, _DAY, "audit chain verified today", "operator", _is_true),
    Criterion("no_incident", "G20", _PLAN, _ATTESTED, _DAY, "no open incident", "operator", _is_true, True),
)
FURTHER: tuple[Criterion, ...] = (
    Criterion("decision_current", "A1", _PLAN, _COMPUTED, timedelta(days=3650), "decision on record", "PM", _is_true),
    Criterion("lead_time_kept", "A2", _PLAN, _COMPUTED, timedelta(days=3650), "lead time kept", "PM", _is_true),
    Criterion(
        "replacement_ready", "A3", _PLAN, _ATTESTED, timedelta(days=90), "replacement ready", "PM", _is_true, True
    ),
    Criterion("teams_briefed", "A4", _PLAN, _ATTESTED, timedelta(days=60), "every team briefed", "PM", _is_true),
    Criterion("wording_complete", "A5", _PLAN, _COMPUTED, timedelta(days=90), "each language worded", "PM", _is_true),
    Criterion("contact_usable", "A6", _ACCOUNT, _COMPUTED, _DAY, "a contact that can be told", "CSM", _is_true),
    Criterion("switch_answers", "S1", _PLAN, _COMPUTED, _DAY, "switch answers a read", "operator", _is_true),
    Criterion("switch_observed", "S2", _PLAN, _COMPUTED, _DAY, "off observed twice", "operator", _is_true),
    Criterion("observation_over", "S3", _PLAN, _COMPUTED, _DAY, "observation over, no alarm", "operator", _is_true),
    Criterion("stragglers_settled", "S4", _ACCOUNT, _COMPUTED, _DAY, "no straggler open", "CSM", _is_zero),
    Criterion("archive_restored", "D3", _ACCOUNT, _COMPUTED, _WEEK, "archive restored and equal", "operator", _is_true),
    Criterion("test_export_verified", "S5", _PLAN, _COMPUTED, _WEEK, "a test export verified", "operator", _is_true),
    Criterion("integrations_unlinked", "W1", _PLAN, _ATTESTED, timedelta(days=30), "none linked", "operator", _is_true),
    Criterion("disposal_settled", "D1", _PLAN, _ATTESTED, _WEEK, "nothing disposed, or D1–D12", "operator", _is_true),
    Criterion("wrap_up_complete", "W2", _PLAN, _ATTESTED, _WEEK, "wrap-up list complete", "PM", _is_true),
)
CRITERIA: dict[str, Criterion] = {each.key: each for each in (*SHUTDOWN, *FURTHER)}

# What must hold to enter a stage (lifecycle, section 5). A stage without a line demands nothing but its mover.
DEMANDS: dict[Stage, tuple[str, ...]] = {
    Stage.DECIDED: ("decision_current", "approvals"),
    Stage.ANNOUNCED: (
        "decision_current",
        "lead_time_kept",
        "replacement_ready",
        "activity_alive",
        "teams_briefed",
        "wording_complete",
        "contact_usable",
        "approvals",
    ),
    Stage.CLOSED_TO_NEW: ("notice_served", "switch_answers"),
    Stage.READ_ONLY: (
        "notice_served",
        "test_export_verified",
        "rollback_ready",
        "calendar",
        "operators",
        "no_incident",
        "approvals",
    ),
    Stage.EXPORT_ONLY: (
        "notice_served",
        "test_export_verified",
        "key_cleared",
        "rollback_ready",
        "calendar",
        "operators",
        "no_incident",
        "approvals",
    ),
    Stage.BROWNOUT: ("key_cleared", "rollback_ready", "calendar", "operators", "no_incident", "approvals"),
    Stage.OFF: tuple(each.key for each in SHUTDOWN),
    Stage.OBSERVING: ("switch_observed",),
    Stage.ARCHIVED: ("observation_over", "stragglers_settled", "archive_restored", "integrations_unlinked"),
    Stage.CLOSED: ("disposal_settled", "wrap_up_complete", "archive_restored", "audit_ok", "approvals"),
}
