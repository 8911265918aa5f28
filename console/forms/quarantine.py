"""Which shape has a mail server's log that says which letters left?"""

import hashlib
from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.rules.sent_log import SentLog, read_sent_log


class SentLogForm(forms.Form):
    """Without a log nothing is guessed; whoever does not stand in one is written to, so it must hold the whole time."""

    log = forms.FileField(
        label=_("Log of the mail server"),
        required=False,
        help_text=_("Any text with addresses or Message-IDs. Without one only the provider is asked, where it can be."),
    )
    is_whole = forms.BooleanField(label=_("The log holds the whole time in doubt"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("log") and not cleaned.get("is_whole"):
            self.add_error("is_whole", _("Whoever does not stand in the log is written to: say that it is whole."))
        return cleaned

    def sent_log(self) -> tuple[SentLog | None, str]:
        """What the file says and its SHA-256; None and '' without a file."""
        file = self.cleaned_data["log"]
        if not file:
            return None, ""
        sha = hashlib.sha256()

        def lines() -> Iterator[str]:
            for line in file:
                sha.update(line)
                yield line.decode("utf-8", errors="replace")

        return read_sent_log(lines()), sha.hexdigest()
