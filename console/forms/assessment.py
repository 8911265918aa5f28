"""Which shapes must what is weighed have? Its bounds are decided below, in the domain."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lifecycle.rules.assessment_entries import Entry, ScenarioTerms
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.cost import Costs
from lifecycle.rules.scorecard import BEST, MOST_WEIGHT, Readiness, Score

LONG_TEXT = forms.Textarea(attrs={"rows": 4})
HUNDRED = Decimal(100)


class DayField(forms.DateField):
    """A day that may be left open, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class AmountField(forms.DecimalField):
    """Money that may not be known yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_digits=15, decimal_places=2, **kwargs)


def labelled(words: type[StrEnum]) -> list[tuple[str, object]]:
    return [(each.value, _(each.label)) for each in words]  # type: ignore[attr-defined]  # all these words have one


class EntryForm(forms.Form):
    """Field names are those of the entry; `fixed` are values that the address gives."""

    shape: ClassVar[type[Entry]]

    @classmethod
    def initial_of(cls, entry: Entry) -> dict[str, Any]:
        return {each.name: getattr(entry, each.name) for each in fields(entry)}

    def entry(self, **fixed: object) -> Entry:
        known = {each.name for each in fields(self.shape)}
        said = {name: value for name, value in self.cleaned_data.items() if name in known}
        made: Any = self.shape
        entry: Entry = made(**{**said, **fixed})
        return entry

    def refuse(self, found: Mapping[str, str]) -> None:
        """Sentences by field; what is about no field of this form stands above it."""
        for name, sentence in found.items():
            self.add_error(name if name in self.fields else None, sentence)


class ScenarioForm(EntryForm):
    shape = ScenarioTerms
    name = forms.CharField(label=_("Name"), max_length=200)
    replacement = forms.CharField(
        label=_("Replacement"), max_length=200, required=False, help_text=_("Empty: as the plan says.")
    )
    readiness = forms.TypedChoiceField(
        label=_("May customers use the replacement today?"),
        choices=labelled(Readiness),
        coerce=Readiness,
        widget=forms.RadioSelect,
        initial=Readiness.UNKNOWN,
    )
    announce_date = DayField(label=_("Announced on"), help_text=_("Empty: as the plan says."))
    off_date = DayField(label=_("Switched off on"), help_text=_("Empty: as the plan says."))


class CostForm(EntryForm):
    shape = Costs
    currency = forms.RegexField(
        r"^[A-Z]{3}$", label=_("Currency"), required=False, help_text=_("Three letters, such as EUR.")
    )
    infrastructure = AmountField(label=_("Infrastructure, a month"))
    people = AmountField(label=_("People, a month"))
    defects = AmountField(label=_("Defects, a month"))
    running = AmountField(label=_("Extra cost of the replacement, a month"))
    direct = AmountField(label=_("Moving, direct cost, once"))
    indirect = AmountField(label=_("Moving, indirect cost, once"))
    reserve = forms.DecimalField(
        label=_("Reserve for the unforeseen, %"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("Usually 10 to 15; anything else needs a reason."),
    )
    reserve_reason = forms.CharField(label=_("Why another reserve"), max_length=500, required=False)

    @classmethod
    def initial_of(cls, entry: Entry) -> dict[str, Any]:
        found = super().initial_of(entry)
        return found | {"reserve": f"{(found['reserve'] * HUNDRED).normalize():f}"}  # 10, not 1E+1

    def entry(self, **fixed: object) -> Entry:
        return super().entry(reserve=self.cleaned_data["reserve"] / HUNDRED, **fixed)


class ScoreForm(EntryForm):
    shape = Score
    value = forms.TypedChoiceField(
        label=_("Score"),
        choices=[("", _("Unknown")), *((str(n), str(n)) for n in range(BEST + 1))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("0 is unusable, 3 is enough, 5 is better than what goes."),
    )
    weight = forms.IntegerField(label=_("Weight"), min_value=0, max_value=MOST_WEIGHT, initial=1)
    evidence = forms.CharField(label=_("Evidence"), max_length=4000, required=False, widget=LONG_TEXT)
    link = forms.URLField(label=_("Link to the evidence"), max_length=500, required=False, assume_scheme="https")
    as_of = DayField(label=_("Evidence of"))
    by = forms.CharField(label=_("Whose judgement"), max_length=300, required=False)


class CapabilityForm(EntryForm):
    shape = Capability
    name = forms.CharField(label=_("What the module can do"), max_length=200)
    coverage = forms.TypedChoiceField(
        label=_("In the replacement"), choices=labelled(Coverage), coerce=Coverage, widget=forms.RadioSelect
    )
    is_essential = forms.BooleanField(
        label=_("The replacement is not ready without it"), required=False, help_text=_("Lacking, it blocks the step.")
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
