"""Which shape has a person's decision about what does not count: a user who floods, actions that are no use?"""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.api import FloodDecision
from analytics.rules.action_patterns import MOST_PATTERNS, Fault, fault_of
from console.forms.confirming import FoundForm


class FloodForm(FoundForm):
    """Taken back as freely as it is given."""

    DECISIONS: ClassVar = [
        (FloodDecision.BOT.value, _("A program: it does not count among users")),
        (FloodDecision.PERSON.value, _("It counts again")),
        (FloodDecision.OPEN.value, _("Not decided: it does not count meanwhile, and use is unknown")),
    ]
    decision = forms.ChoiceField(label=_("Your decision"), choices=DECISIONS, widget=forms.RadioSelect)
    field_order = ("decision", "note")


class ExclusionForm(forms.Form):
    """Patterns of actions, one a line; none lets all count again."""

    actions = forms.CharField(
        label=_("Actions that are no use"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One a line, like bot.* or system.*: * stands for any text, ? for one character. Empty: all count."
        ),
    )

    FAULTS: ClassVar = {
        Fault.NO_PATTERN: _("%(pattern)s: no pattern of actions, or too long."),
        Fault.BRACKETS: _("%(pattern)s: a pattern has no brackets."),
        Fault.EVERYTHING: _("%(pattern)s: this would leave no use at all. Name what is left out."),
    }

    def clean_actions(self) -> list[str]:
        patterns = [line.strip() for line in str(self.cleaned_data["actions"]).splitlines() if line.strip()]
        if len(patterns) > MOST_PATTERNS:
            raise forms.ValidationError(_("At most %(most)s lines."), params={"most": MOST_PATTERNS})
        for pattern in patterns:
            if fault := fault_of(pattern):
                raise forms.ValidationError(self.FAULTS[fault], params={"pattern": pattern})
        return patterns
