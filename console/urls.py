"""Which addresses does the console answer?"""

from django.urls import URLPattern, URLResolver, path, register_converter

from console.views import (
    account,
    affected,
    affected_claim,
    assessment,
    assessment_compare,
    assessment_decision,
    assessment_edit,
    assessment_remarks,
    assessment_risk,
    audit,
    briefing,
    brownouts,
    desk,
    desk_acts,
    flood,
    health,
    imports,
    leave,
    module,
    module_around,
    modules,
    moves,
    outbox,
    people,
    plan,
    plan_report,
    plan_rollback,
    portfolio,
    preferences,
    signatures,
    simulation,
    stragglers,
    task,
    today,
    transfers,
    uncertain,
    unreached,
    waivers,
    week,
)


class Key:
    """What people call a plan, a module, a stage or a criterion; anything else is no address."""

    regex = r"[A-Za-z0-9._-]{1,128}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")
app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("modules/", modules.modules, name="modules"),
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
    path(
        "plans/<key:key>/assessment/risk/<uuid:risk>/<key:act>/",
        assessment_risk.assessment_risk_act,
        name="assessment_risk_act",
    ),
    path("plans/<key:key>/assessment/<key:kind>/", assessment_edit.assessment_add, name="assessment_add"),
    path("plans/<key:key>/assessment/<key:kind>/<uuid:row>/", assessment_edit.assessment_edit, name="assessment_edit"),
    path("plans/<key:key>/affected/", affected.plan_affected, name="affected"),
    path("plans/<key:key>/affected/<uuid:uuid>/", affected_claim.affected_claim, name="affected_claim"),
    path("plans/<key:key>/unreached/", unreached.plan_unreached, name="unreached"),
    path("plans/<key:key>/unreached/<int:number>/waive/", waivers.waive, name="waive"),
    path("plans/<key:key>/unreached/<uuid:uuid>/agree/", waivers.agree_waiver, name="agree_waiver"),
    path("plans/<key:key>/briefing/", briefing.plan_briefing, name="briefing"),
    path("plans/<key:key>/briefing/write/", briefing.write, name="write_briefing"),
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
    path("uncertain/", uncertain.uncertain, name="uncertain"),
    path("uncertain/<uuid:uuid>/", uncertain.settle_message, name="settle_message"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<key:name>/", outbox.outbox_message, name="outbox_message"),
    path("audit/", audit.audit, name="audit"),
    path("health/", health.health, name="health"),
    path("modules/<key:key>/", module.module, name="module"),
    path("modules/<key:key>/around/", module_around.module_around, name="module_around"),
    path("floods/<uuid:uuid>/", flood.flood, name="flood"),
    path("plans/<key:key>/simulation/", simulation.simulation, name="simulation"),
    path("desk/", desk.desk, name="desk"),
    path("desk/week/", week.week, name="week"),
    path("desk/away/", desk_acts.absence, name="absence"),
    path("desk/<uuid:uuid>/", task.task, name="task"),
    path("desk/<uuid:uuid>/later/", desk_acts.snooze, name="snooze"),
    path("desk/<uuid:uuid>/hand-over/", desk_acts.hand_over, name="hand_over"),
    path("desk/<uuid:uuid>/undo/", desk_acts.undo_outcome, name="undo_outcome"),
    path("accounts/<key:key>/", account.account, name="account"),
    path("accounts/<key:key>/contact/", account.log_contact, name="log_contact"),
    path("accounts/<key:key>/proof/<key:kind>/", account.proof, name="proof"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uuid>/", imports.rejects, name="rejects"),
    path("preferences/", preferences.preferences, name="preferences"),
]
