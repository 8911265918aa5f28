"""Which shape has the wish that dates move: which, to which day or by how many days, and why?"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lifecycle.api import BadInput, SunsetPlan, changed_dates, dates_ahead, moved_along, sentence, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.move_reason import reason_verdict

ALONG = "along"
REASON_LIMIT = 2000
FARTHEST_DAYS = 36_500


class DatesForm(forms.Form):
    """One date, or the end with every promise ahead; `moves` holds the dates that would change, by milestone.

    What cannot be meant is refused here; whether the dates may move is for the rules of the domain.
    """

    which = forms.ChoiceField(label=_("What moves"))
    to = forms.DateField(
        label=_("To the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    by_days = forms.IntegerField(
        label=_("Or by so many days"),
        required=False,
        min_value=-FARTHEST_DAYS,
        max_value=FARTHEST_DAYS,
        help_text=_("With a minus: earlier."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Customers read it in their correction: it names no day and offers nothing."),
    )

    def __init__(
        self, data: Mapping[str, object] | None, *, plan: SunsetPlan, now: datetime, needs_reason: bool
    ) -> None:
        super().__init__(data)
        self.plan, self.now = plan, now
        self.moves: dict[MilestoneKind, date] = {}
        self.standing = {each.kind: each.date for each in dates_ahead(plan, now=now)}
        choices = [
            (kind.value, _now("%(date)s: %(day)s") % {"date": _now(kind.label), "day": words.day(day)})
            for kind, day in self.standing.items()
        ]
        if MilestoneKind.OFF in self.standing:
            choices.insert(0, (ALONG, _now("The end, and every promise ahead as far")))
        self.fields["which"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["reason"].required = needs_reason

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if reason and (found := reason_verdict(reason).blockers):
            raise forms.ValidationError([sentence(each) for each in found])
        return reason

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if {"which", "to", "by_days"} & self.errors.keys():
            return cleaned
        to, by_days = cleaned["to"], cleaned["by_days"]
        if (to is None) == (by_days is None):
            self.add_error("to", _now("Give a day, or a number of days: one of the two."))
            return cleaned
        try:
            self.moves = changed_dates(self.plan, self._asked(cleaned["which"], to, by_days or 0))
        except (BadInput, OverflowError):
            self.add_error("to" if by_days is None else "by_days", _now("No calendar reaches that far."))
            return cleaned
        if not self.moves:
            self.add_error("to" if by_days is None else "by_days", _now("So it stands already: nothing would move."))
        return cleaned

    def _asked(self, which: str, to: date | None, by_days: int) -> dict[MilestoneKind, date]:
        kind = MilestoneKind.OFF if which == ALONG else MilestoneKind(which)
        day = to or self.standing[kind] + timedelta(days=by_days)
        return moved_along(self.plan, day, now=self.now) if which == ALONG else {kind: day}
