"""Which words of an assessment come from rules, where nothing can be marked for translation?

A test holds this list against the rules' own tables.
"""

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from lifecycle.rules.assessment_entries import Kind
from lifecycle.rules.dossier import Figure
from lifecycle.rules.scenarios import Measure
from lifecycle.rules.scorecard import Fault

ASPECTS = (
    *(_("Technical fit"), _("Performance"), _("Cost"), _("User experience"), _("Support"), _("Law"), _("Dates")),
    *(_("Risk"), _("Security")),
)
READINESS = (_("Not known"), _("Not ready"), _("Ready"))
COVERAGES = (_("Covered"), _("Partly covered"), _("Lacking"))
VOICES = (_("Operations"), _("Support"), _("Sales"), _("Customer success"), _("Customer"))
LEVELS = (_("Critical"), _("High"), _("Medium"), _("Low"), _("Unknown"))
GROUPS = (
    *(_("End users"), _("Business customers"), _("Engineering"), _("Quality assurance"), _("Support"), _("Sales")),
)
CHOICES = {"keep": _("Keep"), "fix": _("Fix"), "merge": _("Merge"), "sell": _("Sell"), "retire": _("Retire")}
COVERAGE_WORDS = {
    "ok": gettext_lazy("complete"),
    "late": gettext_lazy("late"),
    "thin": gettext_lazy("thin"),
    "missing": gettext_lazy("missing"),
    "unknown": gettext_lazy("unknown"),
}
AMOUNTS = {
    "infrastructure": gettext_lazy("Infrastructure, a month"),
    "people": gettext_lazy("People, a month"),
    "defects": gettext_lazy("Defects, a month"),
    "running": gettext_lazy("Extra cost of the replacement, a month"),
    "direct": gettext_lazy("Moving, direct cost, once"),
    "indirect": gettext_lazy("Moving, indirect cost, once"),
}
KINDS = {
    Kind.SCENARIO: gettext_lazy("Scenario"),
    Kind.COST: gettext_lazy("Costs"),
    Kind.SCORE: gettext_lazy("Score"),
    Kind.CAPABILITY: gettext_lazy("Capability"),
    Kind.REMARK: gettext_lazy("Feedback"),
    Kind.EFFECT: gettext_lazy("Effect"),
    Kind.ACKNOWLEDGEMENT: gettext_lazy("What depends on it"),
}
FAULTS = {
    Fault.NOT_READY: gettext_lazy("The replacement is not ready."),
    Fault.LAW_BELOW: gettext_lazy("Law is scored below 3."),
    Fault.SECURITY_BELOW: gettext_lazy("Security is scored below 3."),
    Fault.LACKS_ESSENTIAL: gettext_lazy("It lacks something essential."),
    Fault.READINESS_UNKNOWN: gettext_lazy("Nobody said whether the replacement is ready."),
    Fault.LAW_UNKNOWN: gettext_lazy("Law is not scored."),
    Fault.SECURITY_UNKNOWN: gettext_lazy("Security is not scored."),
}
FIGURES = {
    Figure.USERS: gettext_lazy("People who use it"),
    Figure.ACCOUNTS: gettext_lazy("Accounts that use it"),
    Figure.REVENUE: gettext_lazy("Revenue at risk, a year"),
    Figure.ONE_OFF: gettext_lazy("Cost of moving, once"),
    Figure.SAVING: gettext_lazy("Saving, a month"),
    Figure.SCORE: gettext_lazy("Score of the replacement"),
    Figure.CRITICAL_REMARKS: gettext_lazy("Critical feedback"),
}
MEASURES = {
    Measure.ANNOUNCE_DATE: gettext_lazy("Announced on"),
    Measure.OFF_DATE: gettext_lazy("Switched off on"),
    Measure.READINESS: gettext_lazy("Replacement"),
    Measure.MAINTENANCE: gettext_lazy("Maintenance, a month"),
    Measure.RUNNING: gettext_lazy("Extra cost of the replacement, a month"),
    Measure.SAVING: gettext_lazy("Saving, a month"),
    Measure.ONE_OFF: gettext_lazy("Cost of moving, once"),
    Measure.BREAK_EVEN_MONTH: gettext_lazy("Back in month"),
    Measure.ROI_24: gettext_lazy("Return after 24 months, share of the outlay"),
    Measure.RETURN_24: gettext_lazy("Return after 24 months, less the outlay"),
    Measure.SCORE_LOW: gettext_lazy("Score, at least"),
    Measure.SCORE_HIGH: gettext_lazy("Score, at most"),
    Measure.COVERED: gettext_lazy("Capabilities covered"),
    Measure.PARTLY: gettext_lazy("Capabilities partly covered"),
    Measure.LACKING: gettext_lazy("Capabilities lacking"),
    Measure.LACKING_ESSENTIAL: gettext_lazy("Essential ones lacking"),
    Measure.MAY_BE_ANNOUNCED: gettext_lazy("May be announced"),
}
