"""Which shapes must a paragraph of the staff, an approval and a preview have?"""

from typing import ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lifecycle.rules.tiers import Tier
from notifications.rules.placeholders import PLACEHOLDERS

LONGEST = 1500
LANGUAGES: list[tuple[str, str]] = [("en", "English"), ("zh-hans", "简体中文"), ("ru", "Русский")]
FIGURES: list[tuple[str, object]] = [
    ("most", _("as many as can be")),
    ("few", _("two")),
    ("one", _("one")),
    ("zero", _("none")),
    ("unknown", _("unknown")),
]


class ParagraphForm(forms.Form):
    """A paragraph of one's own, with names for values."""

    PARTS: ClassVar = [("intro", _("After the greeting")), ("closing", _("At the end"))]
    part = forms.ChoiceField(label=_("Where it stands"), choices=PARTS)
    locale = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    tier = forms.ChoiceField(
        label=_("For"),
        required=False,
        choices=[("", _("every tier")), *((tier.value, _(tier.label)) for tier in Tier)],
    )
    text = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=format_lazy(
            "{hint} {names}",
            hint=_("One paragraph of plain text; empty takes it back. Names for values:"),
            names=" ".join("{{" + name + "}}" for name in PLACEHOLDERS),
        ),
    )


class ApprovalForm(forms.Form):
    """A second person's answer to what was shown."""

    ANSWERS: ClassVar = [("approve", _("Yes: these words may go to these people")), ("decline", _("No"))]
    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, label=_("Approval"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a no. Kept in the ledger."),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "decline" and not str(cleaned.get("reason", "")).strip():
            self.add_error("reason", _("Say why not."))
        return cleaned


class RowForm(forms.Form):
    """For whom a letter is shown."""

    tier = forms.ChoiceField(
        label=_("Tier"), required=False, choices=[(tier.value, _(tier.label)) for tier in reversed(Tier)]
    )
    locale = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    figures = forms.ChoiceField(label=_("People who use it"), required=False, choices=FIGURES)
    account = forms.CharField(
        label=_("Key of a real account"), required=False, max_length=64, help_text=_("Empty: the hardest row.")
    )
