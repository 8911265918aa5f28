"""Which shape has a mail server's log that says which letters left?"""

import hashlib
from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.rules.sent_log import NamelessLog, PackedLog, SentLog, read_sent_log


class SentLogForm(forms.Form):
    """Without a log nothing is guessed; whoever does not stand in one is written to, so it must hold the whole time."""

    log = forms.FileField(
        label=_("Log of the mail server"),
        required=False,
        help_text=_("Any text with addresses or Message-IDs. Without one only the provider is asked, where it can be."),
    )
    is_whole = forms.BooleanField(label=_("The log holds the whole time in doubt"), required=False)

    def clean_log(self) -> tuple[SentLog, str] | None:
        """What the file says and its SHA-256."""
        file = self.cleaned_data["log"]
        if not file:
            return None
        sha = hashlib.sha256()

        def lines() -> Iterator[bytes]:
            for line in file:
                sha.update(line)
                yield line

        try:
            return read_sent_log(lines()), sha.hexdigest()
        except PackedLog as problem:
            raise forms.ValidationError(_("This is no plain text: unpack it, and save it as UTF-8.")) from problem
        except NamelessLog as problem:
            raise forms.ValidationError(
                _("It names nobody: no address and no Message-ID. Is it this log?")
            ) from problem

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("log") and not cleaned.get("is_whole"):
            self.add_error("is_whole", _("Whoever does not stand in the log is written to: say that it is whole."))
        return cleaned

    def sent_log(self) -> tuple[SentLog | None, str]:
        """None and '' without a file."""
        return self.cleaned_data["log"] or (None, "")
