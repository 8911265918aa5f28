"""Which shapes must a customer's answers have?"""

from datetime import date
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portability.rules.filters import Attachments, BadFilter, Filter
from portability.rules.kinds import ContentType
from portability.rules.requests import ExportRequest, Format, instant_ms


class ExportForm(forms.Form):
    """Which part of the content, in which formats (B1, B2). Every axis left empty means all of it."""

    FORMATS: ClassVar = [
        (Format.HTML.value, _("Pages to read offline (HTML)")),
        (Format.CSV.value, _("Tables for a spreadsheet (CSV)")),
        (Format.JSONL.value, _("Complete data for programs (JSON lines)")),
    ]
    ATTACHMENTS: ClassVar = [
        (Attachments.WITH.value, _("With attached files")),
        (Attachments.WITHOUT.value, _("Without attached files")),
        (Attachments.ONLY.value, _("Attached files only")),
    ]
    TYPES: ClassVar = [
        ("", _("All kinds of content")),
        *[(each.value, _(each.value.capitalize())) for each in ContentType],
    ]
    start = forms.DateField(
        label=pgettext_lazy("day", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    end = forms.DateField(
        label=_("Up to, without that day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    person = forms.CharField(
        label=_("Person"), max_length=300, required=False, help_text=_("Name, address or id; several by comma.")
    )
    place = forms.CharField(
        label=_("Channel or group"), max_length=300, required=False, help_text=_("Name or id; several by comma.")
    )
    type = forms.ChoiceField(label=_("Kind of content"), choices=TYPES, required=False)
    keyword = forms.CharField(label=_("Word in the text"), max_length=200, required=False)
    attachments = forms.ChoiceField(
        label=_("Attached files"), choices=ATTACHMENTS, initial=Attachments.WITH.value, widget=forms.RadioSelect
    )
    formats = forms.MultipleChoiceField(
        label=_("Formats"), choices=FORMATS, initial=["html", "csv", "jsonl"], widget=forms.CheckboxSelectMultiple
    )

    def wanted(self, zone: str) -> ExportRequest:
        """What the form asks for, days in the account's zone. Raises BadFilter."""
        data = self.cleaned_data
        chosen = tuple(Format(each) for each in data["formats"])
        return ExportRequest(
            Filter(
                zone=zone,
                from_ms=_ms(data["start"], zone, "from"),
                to_ms=_ms(data["end"], zone, "to"),
                persons=_several(data["person"]),
                places=_several(data["place"]),
                types=(ContentType(data["type"]),) if data["type"] else None,
                keywords=(data["keyword"].strip(),) if data["keyword"].strip() else None,
                attachments=Attachments(data["attachments"]),
            ),
            chosen,
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("the range ends before it begins"))
        if not self.errors:
            try:
                self.wanted("UTC")
            except BadFilter as error:
                self.add_error(None, str(error))
        return cleaned


def _ms(day: date | None, zone: str, name: str) -> int | None:
    return None if day is None else instant_ms(day.isoformat(), zone, name)


def _several(text: str) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) or None


class DeclineForm(forms.Form):
    """The account wants no export, and says so in writing."""

    words = forms.CharField(
        label=_("In your own words: why you need no export"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
