"""Which sentences say what is wrong with an assessment or a decision?"""

from django.utils.translation import gettext_lazy

ASSESS_SENTENCES = {
    "cost_amount": gettext_lazy("An amount is zero or more; leave it empty while it is not known."),
    "cost_reserve": gettext_lazy("The reserve is a share between 0 and 100 %%."),
    "cost_reserve_reason": gettext_lazy("A reserve outside 10 to 15 %% needs a reason."),
    "cost_currency": gettext_lazy("Say in which currency the amounts are."),
    "score_value": gettext_lazy("A score is a whole number from 0 to 5, or unknown."),
    "score_weight": gettext_lazy("A weight is a whole number from 0 to 10."),
    "score_evidence": gettext_lazy("A score needs its evidence: some words or a link."),
    "score_as_of": gettext_lazy("Say of which day the evidence is."),
    "scenario_dates": gettext_lazy("The announcement comes before the switch-off."),
    "entry_empty": gettext_lazy("Say something here."),
    "entry_gone": gettext_lazy("This is no longer there."),
    "entry_stays": gettext_lazy("This can be emptied, not taken out."),
    "entry_changed_since": gettext_lazy("Somebody changed this since; undo the later change first."),
    "entry_invalid": gettext_lazy("%(detail)s"),
    "main_scenario_stays": gettext_lazy("The plan's own scenario cannot be taken out."),
    "unknown_scenario": gettext_lazy("There is no scenario %(detail)s."),
    "scorecard_decides": gettext_lazy(
        "The scorecard decides on this; nobody can sign for it. Change the scores instead."
    ),
    "dependants_unanswered": gettext_lazy("Nobody has answered yet for what depends on the module: %(detail)s."),
    "not_takeable": gettext_lazy("%(criterion)s cannot be let pass as a risk; it has only its own resolution."),
    "risk_end": gettext_lazy("A risk is taken until a day to come."),
    "risk_end_far": gettext_lazy("The end is too far away: a risk is taken for two years at most."),
    "risk_too_old": gettext_lazy("This risk waited too long for its two people; ask again."),
    "risk_reason": gettext_lazy("Say why the risk is taken."),
    "risk_over": gettext_lazy("This risk is no longer open."),
}
