"""Which shapes must a decision, a risk and a file of feedback have?"""

from decimal import Decimal
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lifecycle.rules.dossier import Choice

REASON_LIMIT = 2000
HUNDRED = Decimal(100)


class DecisionForm(forms.Form):
    OUTCOMES: ClassVar = [
        ("retire", _("Retire the module")),
        ("postpone", _("Postpone the decision")),
        ("refuse", _("Keep the module")),
        ("reverse", _("Reverse an earlier decision")),
    ]
    OPTIONS: ClassVar = {
        Choice.KEEP: _("Keep it as it is: why, why not"),
        Choice.FIX: _("Fix it: why, why not"),
        Choice.MERGE: _("Merge it into another module: why, why not"),
        Choice.SELL: _("Sell it or give it away: why, why not"),
        Choice.RETIRE: _("Retire it: why, why not"),
    }
    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOMES, widget=forms.RadioSelect)
    rationale = forms.CharField(
        label=_("On which grounds"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 5})
    )
    risks = forms.CharField(
        label=_("Risks seen"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line."),
    )
    tolerance = forms.DecimalField(
        label=_("The decision holds while figures move by at most, %"),
        min_value=0,
        max_value=100,
        decimal_places=1,
        initial=25,
        required=False,
        help_text=_("Beyond that it is stale, and the step waits for a new decision."),
    )
    until = forms.DateField(
        label=_("Postponed until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments, passed through
        for option, label in self.OPTIONS.items():
            self.fields[f"option_{option}"] = forms.CharField(
                label=label, max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 1})
            )
        self.order_fields(["outcome", "rationale", *(f"option_{each}" for each in Choice), "risks"])

    def options(self) -> list[str]:
        said = ((each, str(self.cleaned_data[f"option_{each}"]).strip()) for each in Choice)
        return [f"{option}: {' '.join(note.split())}" for option, note in said if note]

    def risk_lines(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["risks"]).splitlines() if line.strip()]

    def tolerated(self) -> Decimal:
        given = self.cleaned_data["tolerance"]
        return Decimal(25) / HUNDRED if given is None else Decimal(given) / HUNDRED


class RiskForm(forms.Form):
    """Asks two people to let one criterion of the plan pass until a day."""

    reason = forms.CharField(
        label=_("Why this risk is taken"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )
    ends = forms.DateField(
        label=_("Until the end of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RemarksForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns voice, severity, text; and if you like about, account, said_by, said_date."),
    )
