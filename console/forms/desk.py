"""Which shapes must words have that put off, hand over, take back, brief, or let an account go?"""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.api import TeamAsked

REASON_LIMIT = 2000


def _day(label: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)  # type: ignore[arg-type]  # a lazy text is one


def _words(label: object, *, rows: int = 3, required: bool = True, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text is one
        max_length=REASON_LIMIT * 5,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,  # type: ignore[arg-type]  # as above
    )


class SnoozeForm(forms.Form):
    """Until when a task keeps out of sight."""

    until = _day(_("Show it again on"))
    note = _words(_("Why"), required=False)


class HandOverForm(forms.Form):
    """Who takes a task over, and what they must know."""

    to = forms.ChoiceField(label=_("To whom"))
    note = _words(_("What your colleague must know"))

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments, passed through
        self.fields["to"].choices = people  # type: ignore[attr-defined]  # a ChoiceField


class UndoForm(forms.Form):
    """Why an outcome is taken back."""

    note = _words(_("Why"), required=False)


class AbsenceForm(forms.Form):
    """Days away, and who stands in."""

    first = _day(_("First day away"))
    last = _day(_("Last day away"))
    backup = forms.ChoiceField(label=_("Who stands in"), required=False, help_text=_("Empty: the lead."))

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments, passed through
        self.fields["backup"].choices = [("", "—"), *people]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return cleaned


class BriefingForm(forms.Form):
    """One wording, the answers, and the teams: a line each, perhaps with the address of who confirms."""

    TEAM_LINES: ClassVar = _("A line for each team; after a comma the address of who confirms for it.")
    wording = _words(_("The one wording"), rows=6, help_text=_("What every team says, word for word."))
    answers = _words(_("Answers to likely questions"), rows=8, required=False)
    teams = _words(_("Teams"), rows=5, help_text=TEAM_LINES)

    def clean_teams(self) -> tuple[TeamAsked, ...]:
        pairs = (line.partition(",") for line in str(self.cleaned_data["teams"]).splitlines() if line.strip())
        found = tuple(TeamAsked(name.strip()[:100], address.strip()) for name, _comma, address in pairs)
        wrong = [each.person_email for each in found if each.person_email and "@" not in each.person_email]
        if wrong:
            raise forms.ValidationError(_("%(address)s is no address."), params={"address": wrong[0]})
        return found
