"""Through which door do pages, commands and the other apps reach notices?"""

from notifications.channels.contract import Unbelieved
from notifications.models import (
    Acknowledgement,
    Announcement,
    AudienceMember,
    BriefedTeam,
    Briefing,
    Delivery,
    DeskEntry,
    DeskTask,
    InboxMessage,
    Notice,
    NoticeApproval,
    Obligation,
    Touchpoint,
    Waiver,
)
from notifications.reconcile import reconcile, reconcile_withdrawn
from notifications.services import announcing, calendar_feeds, calendar_files, chat, reminders, safeguards, webhooks
from notifications.services import webhook_replay as replays
from notifications.services.absences import absences, note_absence
from notifications.services.acknowledge import NotFound, TextChanged, acknowledge, inbox_of, text_sha
from notifications.services.approve_notices import approve_notices, end_approval, may_answer
from notifications.services.ask_approval import ask_approval
from notifications.services.audiences import audience_of
from notifications.services.brief import TeamAsked, briefing_of, confirm_briefing, push_briefing, write_briefing
from notifications.services.copies import pass_on_copies
from notifications.services.deliver import deliver_due
from notifications.services.desk import close_desk_task, delivery_in_doubt
from notifications.services.desk_acts import hand_over_task, may_undo, snooze_task, undo_outcome
from notifications.services.desk_lists import (
    DeskDay,
    Work,
    answers_of,
    desk_task,
    desk_tasks,
    desk_week,
    history_of,
    promises_of_account,
    worklist,
)
from notifications.services.desk_own import note_contact
from notifications.services.desk_people import desk_people
from notifications.services.desk_scripts import ScriptTurn, renew_scripts, script_turn
from notifications.services.desk_sweep import sweep_desk
from notifications.services.escalate import escalate
from notifications.services.events import apply_events, parse_events, receive_events, record_event
from notifications.services.halt_runs import halt_run, resume_run
from notifications.services.lint_notices import lint_notices
from notifications.services.listing import (
    DeliveryRow,
    TouchpointRow,
    next_due_at,
    touchpoint_rows,
    touchpoints_of,
    uncertain_deliveries,
    uncertain_of,
)
from notifications.services.mailings import Mailing, Planned, ledger, mailings, planned_contacts, run_uuid
from notifications.services.obligations import push_evidence
from notifications.services.other_dates import OtherDates, moved_dates
from notifications.services.own_words import own_words_of, write_own_words
from notifications.services.plan_calendar import calendar_alarms
from notifications.services.preview import as_page, preview, send_test
from notifications.services.proof import check_proof, proof_of, proof_paper
from notifications.services.proof_names import forget_person
from notifications.services.proof_rounds import keep_proofs
from notifications.services.proof_seal import published_key
from notifications.services.publish import publish_all, publish_plan
from notifications.services.push_affected import push_affected
from notifications.services.render import CannotRender
from notifications.services.repair import repair_address, suppressed_addresses
from notifications.services.replies import Became, Reply, take_reply
from notifications.services.samples import LANGUAGES, Row
from notifications.services.settle_uncertain import settle_uncertain
from notifications.services.simulate import Simulation, simulate
from notifications.services.standing import (
    Standing,
    asks_approval,
    standing,
    standings,
    voided_notices,
    waiting_approvals,
)
from notifications.services.unreached import Unreached, unreached
from notifications.services.variants import changed_words
from notifications.services.waive import agree_to_waiver, waive_obligation
from notifications.services.work_queue import work_queue

# fmt: off
__all__ = [
    "LANGUAGES", "Acknowledgement", "Announcement", "AudienceMember", "Became", "BriefedTeam", "Briefing",
    "CannotRender", "Delivery", "DeliveryRow", "DeskDay", "DeskEntry", "DeskTask", "InboxMessage", "Mailing",
    "NotFound", "Notice", "NoticeApproval", "Obligation", "OtherDates", "Planned", "Reply", "Row", "ScriptTurn",
    "Simulation", "Standing", "TeamAsked", "TextChanged", "Touchpoint", "TouchpointRow", "Unbelieved", "Unreached",
    "Waiver", "Work",
    "absences", "acknowledge", "agree_to_waiver", "announcing", "answers_of", "apply_events", "approve_notices",
    "as_page", "ask_approval", "asks_approval", "audience_of", "briefing_of", "calendar_alarms", "calendar_feeds",
    "calendar_files", "changed_words", "chat", "check_proof", "close_desk_task", "confirm_briefing", "deliver_due",
    "delivery_in_doubt", "desk_people", "desk_task", "desk_tasks", "desk_week", "end_approval", "escalate",
    "forget_person", "halt_run", "hand_over_task", "history_of", "inbox_of", "keep_proofs", "ledger", "lint_notices",
    "mailings", "may_answer", "may_undo", "moved_dates", "next_due_at", "note_absence", "note_contact",
    "own_words_of", "parse_events", "pass_on_copies", "planned_contacts", "preview", "promises_of_account", "proof_of",
    "proof_paper", "publish_all", "publish_plan", "published_key", "push_affected", "push_briefing", "push_evidence",
    "receive_events", "reconcile", "reconcile_withdrawn", "record_event", "reminders", "renew_scripts",
    "repair_address", "replays", "resume_run", "run_uuid", "safeguards", "script_turn",
    "send_test", "settle_uncertain", "simulate", "snooze_task", "standing",
    "standings", "suppressed_addresses", "sweep_desk", "take_reply", "text_sha", "touchpoint_rows", "touchpoints_of",
    "uncertain_deliveries", "uncertain_of", "undo_outcome", "unreached", "voided_notices", "waiting_approvals",
    "waive_obligation", "webhooks", "work_queue", "worklist", "write_briefing", "write_own_words",
]
# fmt: on
