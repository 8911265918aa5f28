"""Through which door do the other apps reach the lifecycle?"""

from lifecycle.models import (
    Account,
    Approval,
    AuditEvent,
    Contact,
    DecisionRecord,
    Evidence,
    Exemption,
    LeaveRequest,
    MachineToken,
    Membership,
    Milestone,
    Module,
    Straggler,
    SunsetPlan,
    Switch,
    User,
)
from lifecycle.queries import active_plan_of, affected_accounts, audit_of, newest_facts, promises_of
from lifecycle.services import open_work, reading, words
from lifecycle.services.advance import advance, gate_verdict, moves_of
from lifecycle.services.apply_plan import apply_plan
from lifecycle.services.approve import approve, withdraw_approval
from lifecycle.services.ask_leave import ask_leave, confirm_leave, decline_leave
from lifecycle.services.audit import record
from lifecycle.services.audit_chain import ChainReport, sequence, sequence_all, verify
from lifecycle.services.caller_signals import signals_of
from lifecycle.services.closing_report import closing_report
from lifecycle.services.closing_report_page import closing_report_html, closing_report_json
from lifecycle.services.decide import decide
from lifecycle.services.doorbell import ring
from lifecycle.services.drive_switches import drive_switches
from lifecycle.services.evidence import attest, record_evidence
from lifecycle.services.evidence_once import record_evidence_once
from lifecycle.services.exempt import end_exemption, grant_exemption
from lifecycle.services.heartbeat import beat, last_beat
from lifecycle.services.import_directory import ImportReport, SourceFile, import_directory
from lifecycle.services.late_use import record_late_use, settle_straggler
from lifecycle.services.machine_tokens import actor_of, issue_token, revoke_token, token_behind
from lifecycle.services.move_date import move_date
from lifecycle.services.observe import freeze_baseline, measure_again, observation_of, observe
from lifecycle.services.operator_command import OperatorCommand, Outcome
from lifecycle.services.plan_facts import facts_for, plan_hash
from lifecycle.services.plan_overview import PlanOverview, overview_of
from lifecycle.services.plan_shape import schema_json
from lifecycle.services.plan_source import UnreadablePlan, read_plan
from lifecycle.services.plan_surroundings import demands_for
from lifecycle.services.portal_scope import account_of, membership_of, memberships_of, portal_scope
from lifecycle.services.propose_plan import Proposal, propose_plan
from lifecycle.services.prove_audit import prove_audit
from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.report_of_plan import has_report, report_of
from lifecycle.services.roll_back import release_account, roll_back_account, roll_back_plan
from lifecycle.services.sentences import criterion_name, sentence, verdict_as_dict
from lifecycle.services.staff import grant_role, revoke_role, staff, staff_login
from lifecycle.services.stage_reading import level_of, stage_of
from lifecycle.switches.contract import SwitchFault
from lifecycle.switches.webhook.target import checked_target

# fmt: off
__all__ = [
    "Account", "Approval", "AuditEvent", "BadInput", "ChainReport", "Contact", "DecisionRecord", "Evidence",
    "Exemption", "ImportReport", "LeaveRequest", "MachineToken", "Membership", "Milestone", "Module",
    "OperatorCommand", "Outcome", "PlanOverview", "Proposal", "Refused", "SourceFile", "Straggler",
    "SunsetPlan", "Switch", "SwitchFault", "UnreadablePlan", "User", "account_of", "active_plan_of", "actor_of",
    "advance", "affected_accounts", "apply_plan", "approve", "ask_leave", "attest", "audit_of", "beat",
    "checked_target", "closing_report", "closing_report_html", "closing_report_json", "confirm_leave",
    "criterion_name", "decide", "decline_leave", "demands_for", "drive_switches", "end_exemption", "facts_for",
    "freeze_baseline", "gate_verdict", "grant_exemption", "grant_role", "has_report", "import_directory",
    "issue_token", "last_beat", "level_of", "measure_again", "membership_of", "memberships_of", "move_date",
    "moves_of", "newest_facts", "observation_of", "observe", "open_work", "overview_of", "plan_hash",
    "portal_scope", "promises_of", "propose_plan", "prove_audit", "read_plan", "reading", "record",
    "record_evidence", "record_evidence_once", "record_late_use", "release_account", "report_of", "revoke_role",
    "revoke_token", "ring", "roll_back_account", "roll_back_plan", "schema_json", "sentence", "sequence",
    "sequence_all", "settle_straggler", "signals_of", "staff", "staff_login", "stage_of", "token_behind",
    "verdict_as_dict", "verify", "withdraw_approval", "words",
]
# fmt: on
