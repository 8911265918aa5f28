"""Which shapes must the words of a series of outages have?"""

from datetime import time

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lifecycle.rules.brownouts import LONGEST_HOURS, PRESET_HOURS


class BrownoutsForm(forms.Form):
    """One outage a week, each at the same local time."""

    first = forms.DateField(
        label=_("Day of the first outage"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=_("Begins at"),
        initial=time(10),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("In the time zone of the plan, in working hours: somebody must notice."),
    )
    hours = forms.CharField(
        label=_("Hours of each outage"),
        initial=", ".join(map(str, PRESET_HOURS)),
        max_length=100,
        help_text=_("One a week, short ones first."),
    )

    def clean_hours(self) -> list[int]:
        try:
            found = [int(each) for each in str(self.cleaned_data["hours"]).split(",")]
        except ValueError as error:
            raise forms.ValidationError(_now("Whole hours separated by commas, such as 1, 1, 4.")) from error
        if not all(1 <= each <= LONGEST_HOURS for each in found):
            raise forms.ValidationError(
                _now("Each outage lasts between 1 and %(longest)s hours.") % {"longest": LONGEST_HOURS}
            )
        return found
