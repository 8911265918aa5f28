"""Which shapes must a person's words have who gives back, settles, grants or ends something?"""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lifecycle.api import criterion_name
from lifecycle.rules.actors import Role
from lifecycle.rules.leave import EXEMPTIBLE
from lifecycle.rules.staff_roles import GIVEN

REASON_LIMIT = 2000
ROLE_NAMES = {
    Role.PM: _("Product manager"),
    Role.CSM_LEAD: _("Lead of the success managers"),
    Role.CSM: _("Success manager"),
    Role.OPERATOR: _("Operator"),
    Role.SUPPORT: _("Support"),
    Role.APPROVER: _("Approver"),
    Role.NONE: _("No role"),
}


def _reason(label: object = _("Reason")) -> forms.CharField:
    return forms.CharField(
        label=str(label) if isinstance(label, str) else label,  # type: ignore[arg-type]  # a lazy text is one
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the ledger."),
    )


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    reason = _reason()


class FoundForm(forms.Form):
    """What a person found out."""

    note = _reason(_("What you found"))


class MessageForm(forms.Form):
    """What became of a message that nobody was sure of."""

    OUTCOMES: ClassVar = [
        ("arrived", _("It arrived")),
        ("again", _("It did not arrive: send it once more")),
    ]
    outcome = forms.ChoiceField(label=_("What became of it"), choices=OUTCOMES, widget=forms.RadioSelect)
    note = _reason(_("How you found out"))


class LeaveForm(forms.Form):
    """Leave for one account, with a hard end."""

    account = forms.CharField(label=_("Account"), max_length=64, strip=True, help_text=_("Its key."))
    criterion = forms.ChoiceField(label=_("Leave"), required=False)
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    owner = forms.EmailField(
        label=_("Who looks after it"), required=False, help_text=_("An e-mail address; empty: you.")
    )
    reason = _reason()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments, passed through
        passes = [(key, _("Pass: %(name)s (two people)") % {"name": criterion_name(key)}) for key in EXEMPTIBLE]
        self.fields["criterion"].choices = [("", _("Go on using the module")), *passes]  # type: ignore[attr-defined]  # a ChoiceField


class AnswerForm(forms.Form):
    """The second person's answer."""

    ANSWERS: ClassVar = [("confirm", _("Yes, I give this leave too")), ("decline", _("No"))]
    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a no. Kept in the ledger."),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "decline" and not str(cleaned.get("reason", "")).strip():
            self.add_error("reason", _("Say why not."))
        return cleaned


class DatesAnswerForm(AnswerForm):
    """The second person's answer to dates that come earlier."""

    DATES: ClassVar = [("confirm", _("Yes, I stand behind these dates too")), ("decline", _("No"))]
    answer = forms.ChoiceField(label=_("Your answer"), choices=DATES, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    """A role for a login; a new address becomes one."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=300, required=False, help_text=_("Needed for somebody new."))
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in GIVEN])
    reason = _reason()


class RoleChangeForm(forms.Form):
    """Another role for somebody, or none."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            *((role.value, ROLE_NAMES[role]) for role in GIVEN),
            (Role.NONE.value, _("No role: no page of the staff any more")),
        ],
    )
    reason = _reason()
