"""Which addresses does the console answer about one plan?"""

from django.urls import path, register_converter

from console.views import (
    affected,
    affected_claim,
    assessment,
    assessment_compare,
    assessment_decision,
    assessment_edit,
    assessment_remarks,
    assessment_risk,
    briefing,
    brownouts,
    dates,
    dates_answer,
    leave,
    ledger,
    mailings,
    moves,
    notice,
    notice_acts,
    notice_approval,
    notices,
    plan,
    plan_report,
    plan_rollback,
    signatures,
    simulation,
    stragglers,
    transfers,
    unreached,
    waivers,
)


class Key:
    """What people call a plan, a module, a stage or a criterion; anything else is no address."""

    regex = r"[A-Za-z0-9._-]{1,128}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")
paths = [
    path("plans/<key:key>/", plan.plan, name="plan"),
    path("plans/<key:key>/move/<key:to>/", moves.move, name="move"),
    path("plans/<key:key>/approve/", signatures.approve_step, name="approve"),
    path("plans/<key:key>/attest/<key:criterion>/", signatures.attest_criterion, name="attest"),
    path("plans/<key:key>/decision/", assessment_decision.decision, name="decision"),
    path("plans/<key:key>/decision/<int:number>/", assessment_decision.decision_record, name="decision_record"),
    path("plans/<key:key>/assessment/", assessment.assessment, name="assessment"),
    path("plans/<key:key>/assessment/compare/", assessment_compare.assessment_compare, name="assessment_compare"),
    path("plans/<key:key>/assessment/import/", assessment_remarks.assessment_remarks, name="assessment_remarks"),
    path("plans/<key:key>/assessment/undo/<uuid:change>/", assessment_edit.assessment_undo, name="assessment_undo"),
    path("plans/<key:key>/assessment/risk/<key:criterion>/", assessment_risk.assessment_risk, name="assessment_risk"),
    path("plans/<key:key>/assessment/risk/<uuid:risk>/<key:act>/", assessment_risk.answer, name="assessment_risk_act"),
    path("plans/<key:key>/assessment/<key:kind>/", assessment_edit.assessment_add, name="assessment_add"),
    path("plans/<key:key>/assessment/<key:kind>/<uuid:row>/", assessment_edit.assessment_edit, name="assessment_edit"),
    path("plans/<key:key>/affected/", affected.plan_affected, name="affected"),
    path("plans/<key:key>/affected/<uuid:uuid>/", affected_claim.affected_claim, name="affected_claim"),
    path("plans/<key:key>/unreached/", unreached.plan_unreached, name="unreached"),
    path("plans/<key:key>/unreached/<int:number>/waive/", waivers.waive, name="waive"),
    path("plans/<key:key>/unreached/<uuid:uuid>/agree/", waivers.agree_waiver, name="agree_waiver"),
    path("plans/<key:key>/briefing/", briefing.plan_briefing, name="briefing"),
    path("plans/<key:key>/briefing/write/", briefing.write, name="write_briefing"),
    path("plans/<key:key>/notices/", notices.notices, name="notices"),
    path("plans/<key:key>/notices/ask/", notices.ask, name="ask_approval"),
    path("plans/<key:key>/notices/approve/", notice_approval.approve_waiting, name="approve_notices"),
    path("plans/<key:key>/notices/<key:code>/", notice.notice, name="notice"),
    path("plans/<key:key>/notices/<key:code>/letter/", notice_acts.letter, name="letter"),
    path("plans/<key:key>/notices/<key:code>/test/", notice_acts.try_out, name="try_notice"),
    path("plans/<key:key>/notices/<key:code>/words/", notice_acts.paragraph, name="paragraph"),
    path("plans/<key:key>/ledger/", ledger.plan_ledger, name="ledger"),
    path("plans/<key:key>/mailings/<uuid:uuid>/<key:act>/", mailings.mailing_act, name="mailing_act"),
    path("plans/<key:key>/transfers/", transfers.plan_transfers, name="transfers"),
    path("plans/<key:key>/report/", plan_report.plan_report, name="report"),
    path("plans/<key:key>/give-back/<key:account>/", plan_rollback.give_back, name="give_back"),
    path("plans/<key:key>/follow-again/<key:account>/", plan_rollback.follow_again, name="follow_again"),
    path("plans/<key:key>/outages/", brownouts.plan_brownouts, name="plan_brownouts"),
    path("plans/<key:key>/outages/end/", brownouts.end_brownout, name="end_brownout"),
    path("plans/<key:key>/outages/cancel/", brownouts.cancel_brownouts, name="cancel_brownouts"),
    path("plans/<key:key>/leave/", leave.leave, name="leave"),
    path("plans/<key:key>/leave/<uuid:uuid>/answer/", leave.answer_leave, name="answer_leave"),
    path("plans/<key:key>/leave/<uuid:uuid>/end/", leave.end_leave, name="end_leave"),
    path("plans/<key:key>/stragglers/<uuid:uuid>/", stragglers.straggler, name="straggler"),
    path("plans/<key:key>/dates/", dates.move, name="dates"),
    path("plans/<key:key>/dates/<uuid:uuid>/", dates_answer.answer, name="answer_dates"),
    path("plans/<key:key>/simulation/", simulation.simulation, name="simulation"),
]
