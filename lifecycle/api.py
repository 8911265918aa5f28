"""Through which door do the other apps reach the lifecycle?"""

from lifecycle.crypto.signing import Signature, fingerprint, holds, own_public_key, sign
from lifecycle.models import (
    Account,
    AffectedDay,
    AffectedSubject,
    Approval,
    AuditEvent,
    Contact,
    DateRequest,
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
from lifecycle.services import affected, ask_dates, brownouts, open_work, reading, words
from lifecycle.services.advance import advance, gate_verdict, move_verdict, moves_of
from lifecycle.services.affected_accounts import AccountStanding, account_standings, every_standing
from lifecycle.services.affected_claim import claim_done
from lifecycle.services.affected_days import affected_days, note_affected_day
from lifecycle.services.affected_rows import affected_csv, affected_rows, replacement_of, tally_as_json
from lifecycle.services.affected_rows import as_row as as_affected_row
from lifecycle.services.affected_signals import (
    SilenceCandidate,
    record_account_signal,
    record_replacement_use,
    record_silence,
    silence_candidates,
)
from lifecycle.services.affected_use import record_affected_use
from lifecycle.services.apply_plan import apply_plan
from lifecycle.services.approve import approve, withdraw_approval
from lifecycle.services.ask_leave import ask_leave, confirm_leave, decline_leave
from lifecycle.services.assess import remove_entry, undo_change, write_entry
from lifecycle.services.assess_compare import Comparison, compare_scenarios
from lifecycle.services.assess_reading import Assessment, assessment_of, changes_of
from lifecycle.services.assess_remarks import import_remarks
from lifecycle.services.assess_risk import ask_to_take_risk, back_risk, risks_of, withdraw_risk
from lifecycle.services.audit import record
from lifecycle.services.audit_chain import ChainReport, sequence, sequence_all, verify
from lifecycle.services.caller_signals import signals_of
from lifecycle.services.closing_report import closing_report
from lifecycle.services.closing_report_page import closing_report_html, closing_report_json
from lifecycle.services.decide import decide
from lifecycle.services.decide_dossier import concentration_of, dossier_of, stale_because
from lifecycle.services.doorbell import ring
from lifecycle.services.drive_switches import drive_switches
from lifecycle.services.evidence import DatedFact, attest, record_all_evidence, record_evidence
from lifecycle.services.evidence_once import Observed, record_all_once, record_evidence_once
from lifecycle.services.exempt import end_exemption, grant_exemption
from lifecycle.services.heartbeat import await_beat, beat, beat_busy, last_beat, queues_heard, signs_of_life
from lifecycle.services.import_directory import ImportReport, SourceFile, import_directory
from lifecycle.services.late_use import record_late_use, settle_straggler
from lifecycle.services.machine_tokens import actor_of, issue_token, machine_tokens, revoke_token, token_behind
from lifecycle.services.move_date import is_public
from lifecycle.services.move_dates import changed_dates, dates_ahead, dates_verdict, mark_of, move_dates, moved_along
from lifecycle.services.observe import freeze_baseline, measure_again, observation_of, observe
from lifecycle.services.operator_command import OperatorCommand, Outcome
from lifecycle.services.operator_words import account_named, day_named, plan_named, staff_actor, uuid_named
from lifecycle.services.plan_facts import facts_for, plan_hash
from lifecycle.services.plan_overview import PlanOverview, overview_of
from lifecycle.services.plan_shape import schema_json
from lifecycle.services.plan_source import UnreadablePlan, read_plan
from lifecycle.services.plan_surroundings import demands_for, surroundings_of
from lifecycle.services.portal_scope import account_of, membership_of, memberships_of, portal_scope
from lifecycle.services.propose_plan import Proposal, propose_plan
from lifecycle.services.prove_audit import prove_audit
from lifecycle.services.refusal import BadInput, Refused
from lifecycle.services.register_module import Registered, register_module, removal_verdict, remove_module
from lifecycle.services.report_of_plan import has_report, report_of
from lifecycle.services.roll_back import release_account, roll_back_account, roll_back_plan
from lifecycle.services.sentences import criterion_name, sentence, verdict_as_dict
from lifecycle.services.staff import grant_role, has_login, revoke_role, staff, staff_login
from lifecycle.services.stage_reading import level_of, stage_of
from lifecycle.switches.contract import SwitchFault
from lifecycle.switches.webhook.target import checked_target

# fmt: off
__all__ = [
    "Account", "AccountStanding", "AffectedDay", "AffectedSubject", "Approval", "Assessment", "AuditEvent", "BadInput",
    "ChainReport", "Comparison", "Contact", "DateRequest", "DatedFact", "DecisionRecord", "Evidence", "Exemption",
    "ImportReport", "LeaveRequest", "MachineToken", "Membership", "Milestone", "Module", "Observed", "OperatorCommand",
    "Outcome", "PlanOverview", "Proposal", "Refused", "Registered", "Signature", "SilenceCandidate", "SourceFile",
    "Straggler", "SunsetPlan", "Switch", "SwitchFault", "UnreadablePlan", "User", "account_named", "account_of",
    "account_standings", "active_plan_of", "actor_of", "advance", "affected", "affected_accounts", "affected_csv",
    "affected_days", "affected_rows", "apply_plan", "approve", "as_affected_row", "ask_dates", "ask_leave",
    "ask_to_take_risk", "assessment_of", "attest", "audit_of", "await_beat", "back_risk", "beat", "beat_busy",
    "brownouts", "changed_dates", "changes_of", "checked_target", "claim_done", "closing_report", "closing_report_html",
    "closing_report_json", "compare_scenarios", "concentration_of", "confirm_leave", "criterion_name", "dates_ahead",
    "dates_verdict", "day_named", "decide", "decline_leave", "demands_for", "dossier_of", "drive_switches",
    "end_exemption", "every_standing", "facts_for", "fingerprint", "freeze_baseline", "gate_verdict", "grant_exemption",
    "grant_role", "has_login", "has_report", "holds", "import_directory", "import_remarks", "is_public", "issue_token",
    "last_beat", "level_of", "machine_tokens", "mark_of", "measure_again", "membership_of", "memberships_of",
    "move_dates", "move_verdict", "moved_along", "moves_of", "newest_facts", "note_affected_day", "observation_of",
    "observe", "open_work", "overview_of", "own_public_key", "plan_hash", "plan_named", "portal_scope", "promises_of",
    "propose_plan", "prove_audit", "queues_heard", "read_plan", "reading", "record", "record_account_signal",
    "record_affected_use", "record_all_evidence", "record_all_once", "record_evidence", "record_evidence_once",
    "record_late_use", "record_replacement_use", "record_silence", "register_module", "release_account",
    "removal_verdict", "remove_entry", "remove_module", "replacement_of", "report_of", "revoke_role", "revoke_token",
    "ring", "risks_of", "roll_back_account", "roll_back_plan", "schema_json", "sentence", "sequence", "sequence_all",
    "settle_straggler", "sign", "signals_of", "signs_of_life", "silence_candidates", "staff", "staff_actor",
    "staff_login", "stage_of", "stale_because", "surroundings_of", "tally_as_json", "token_behind", "undo_change",
    "uuid_named", "verdict_as_dict", "verify", "withdraw_approval", "withdraw_risk", "words", "write_entry",
]
# fmt: on
