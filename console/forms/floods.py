"""Which shape has a person's decision about a user who floods?"""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.api import FloodDecision
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
