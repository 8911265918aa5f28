"""Which shapes must feedback, effects and answers have, and which form is for which kind of entry?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from console.forms.assessment import (
    LONG_TEXT,
    CapabilityForm,
    CostForm,
    DayField,
    EntryForm,
    ScenarioForm,
    ScoreForm,
    labelled,
)
from lifecycle.rules.assessment_entries import Acknowledgement, Effect, Group, Kind
from lifecycle.rules.feedback import Remark, Severity, Voice


class RemarkForm(EntryForm):
    shape = Remark
    voice = forms.TypedChoiceField(label=_("Who speaks"), choices=labelled(Voice), coerce=Voice)
    severity = forms.TypedChoiceField(label=_("How grave"), choices=labelled(Severity), coerce=Severity)
    text = forms.CharField(label=_("What they say"), max_length=4000, widget=LONG_TEXT)
    about = forms.CharField(label=_("What about"), max_length=200, required=False)
    account = forms.CharField(
        label=_("Account"), max_length=64, required=False, help_text=_("Its key; empty: nobody in particular.")
    )
    said_by = forms.CharField(label=_("Name or role"), max_length=200, required=False)
    said_date = DayField(label=_("Said on"))


class EffectForm(EntryForm):
    shape = Effect
    group = forms.TypedChoiceField(label=_("On whom"), choices=labelled(Group), coerce=Group)
    text = forms.CharField(label=_("What changes for them"), max_length=4000, widget=LONG_TEXT)
    owner = forms.CharField(label=_("Who looks after it"), max_length=200, required=False)
    follow_up_date = DayField(label=_("Looked at again on"))
    outcome = forms.CharField(
        label=_("What came of it"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AcknowledgementForm(EntryForm):
    shape = Acknowledgement
    note = forms.CharField(label=_("What becomes of it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


FORMS: dict[Kind, type[EntryForm]] = {
    Kind.SCENARIO: ScenarioForm,
    Kind.COST: CostForm,
    Kind.SCORE: ScoreForm,
    Kind.CAPABILITY: CapabilityForm,
    Kind.REMARK: RemarkForm,
    Kind.EFFECT: EffectForm,
    Kind.ACKNOWLEDGEMENT: AcknowledgementForm,
}
