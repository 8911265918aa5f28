"""Which shapes must a person's answers have? Whether they may act is decided below, in the domain."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT

REASON_LIMIT = 2000


class MoveForm(forms.Form):
    """Confirms a step; irreversible ones ask for the module's key, typed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the ledger."),
    )
    typed_key = forms.CharField(label=_("Type the key of the module"), max_length=64, required=False, strip=True)

    def __init__(self, *args: object, module_key: str, needs_key: bool, needs_reason: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments, passed through
        self.module_key = module_key
        self.fields["reason"].required = needs_reason
        if needs_key:
            self.fields["typed_key"].required = True
            self.fields["typed_key"].widget.attrs["autocomplete"] = "off"
        else:
            del self.fields["typed_key"]

    def clean_typed_key(self) -> str:
        typed = str(self.cleaned_data["typed_key"])
        if typed != self.module_key:
            raise forms.ValidationError(_("This is not the key of the module."))
        return typed


class AttestForm(forms.Form):
    """A named person signs for a fact that the product cannot compute."""

    account = forms.CharField(
        label=_("Account"), max_length=64, required=False, help_text=_("Empty: for the plan as a whole.")
    )
    note = forms.CharField(
        label=_("What you checked, and how"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )


class OutcomeForm(forms.Form):
    """What came of a call or meeting."""

    OUTCOMES: ClassVar = [
        ("reached", _("Reached: spoke with a person")),
        ("left_message", _("Left a message")),
        ("wrong_person", _("Wrong person")),
        ("refused", _("Refused to talk")),
        ("promised", _("Promised to move")),
        ("asked_exemption", _("Asked for more time")),
        ("reviewed", _("Looked up and dealt with")),
    ]
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    person = forms.CharField(
        label=_("With whom"), max_length=300, required=False, help_text=_("Needed when somebody was reached.")
    )
    note = forms.CharField(
        label=_("What was said"), max_length=REASON_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    next_on = forms.DateField(
        label=_("Promised for, or try again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Becomes a task on that day."),
    )

    told_earlier = forms.BooleanField(
        label=_("I told them the dates of this script"),
        required=False,
        help_text=_("They hold no longer: the account gets a correction."),
    )

    def __init__(self, *args: object, is_call: bool, is_old: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments, passed through
        if is_call:  # looking something up is no call
            self.fields["outcome"].choices = self.OUTCOMES[:-1]  # type: ignore[attr-defined]  # a ChoiceField
        if not is_old:
            del self.fields["told_earlier"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") in SPEAKS_FOR_ACCOUNT:
            for name in ("person", "note"):
                if not str(cleaned.get(name, "")).strip():
                    self.add_error(name, _("Say this when somebody was reached."))
        if cleaned.get("outcome") == "promised" and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Say for which day it was promised."))
        return cleaned
