"""Through which door do the other apps reach the lifecycle?"""

from lifecycle.models import (
    Account,
    Approval,
    AuditEvent,
    Contact,
    DecisionRecord,
    Evidence,
    Exemption,
    Membership,
    Milestone,
    Module,
    Straggler,
    SunsetPlan,
    Switch,
    User,
)
from lifecycle.queries import active_plan_of, affected_accounts, audit_of, newest_facts, promises_of
from lifecycle.services import reading, words
from lifecycle.services.advance import advance, gate_verdict, moves_of
from lifecycle.services.approve import approve, withdraw_approval
from lifecycle.services.audit import record
from lifecycle.services.audit_chain import ChainReport, sequence, sequence_all, verify
from lifecycle.services.decide import decide
from lifecycle.services.doorbell import ring
from lifecycle.services.evidence import attest, record_evidence
from lifecycle.services.exempt import grant_exemption
from lifecycle.services.heartbeat import beat, last_beat
from lifecycle.services.late_use import record_late_use
from lifecycle.services.operator_command import OperatorCommand, Outcome
from lifecycle.services.plan_facts import facts_for, plan_hash
from lifecycle.services.portal_scope import account_of, membership_of, memberships_of, portal_scope
from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.sentences import criterion_name, sentence, verdict_as_dict
from lifecycle.services.stage_reading import level_of, stage_of

__all__ = [
    "Account",
    "Approval",
    "AuditEvent",
    "BadInput",
    "ChainReport",
    "Contact",
    "DecisionRecord",
    "Evidence",
    "Exemption",
    "Membership",
    "Milestone",
    "Module",
    "OperatorCommand",
    "Outcome",
    "Refused",
    "Straggler",
    "SunsetPlan",
    "Switch",
    "User",
    "account_of",
    "active_plan_of",
    "advance",
    "affected_accounts",
    "approve",
    "attest",
    "audit_of",
    "beat",
    "criterion_name",
    "decide",
    "facts_for",
    "gate_verdict",
    "grant_exemption",
    "last_beat",
    "level_of",
    "membership_of",
    "memberships_of",
    "moves_of",
    "newest_facts",
    "plan_hash",
    "portal_scope",
    "promises_of",
    "reading",
    "record",
    "record_evidence",
    "record_late_use",
    "ring",
    "sentence",
    "sequence",
    "sequence_all",
    "stage_of",
    "verdict_as_dict",
    "verify",
    "withdraw_approval",
    "words",
]
