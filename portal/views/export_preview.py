"""How much would an export hold, in words?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifecycle.api import words
from portability.api import Preview
from portability.rules.filters import Clause
from portability.rules.kinds import Kind
from portability.rules.requests import ExportRequest

_KINDS = {
    Kind.SNAPSHOT: gettext_lazy("Snapshots"),
    Kind.ORG_UNIT: gettext_lazy("Departments and workspaces"),
    Kind.USER: gettext_lazy("People"),
    Kind.CONTACT: gettext_lazy("Contacts"),
    Kind.CONTAINER: gettext_lazy("Channels and groups"),
    Kind.MEMBERSHIP: gettext_lazy("Memberships"),
    Kind.MESSAGE: gettext_lazy("Messages"),
    Kind.ATTACHMENT: gettext_lazy("Attached files"),
    Kind.CALL: gettext_lazy("Calls"),
    Kind.SETTING: gettext_lazy("Settings"),
    Kind.ASSET: gettext_lazy("Knowledge and flows"),
    Kind.ACTIVITY: gettext_lazy("Activity"),
    Kind.EVENT: gettext_lazy("Events"),
}
_CLAUSES = {
    Clause.TIME: gettext_lazy("Outside the time"),
    Clause.PERSON: gettext_lazy("Other people"),
    Clause.PLACE: gettext_lazy("Other channels"),
    Clause.TYPE: gettext_lazy("Other kinds"),
    Clause.KEYWORD: gettext_lazy("Without the word"),
    Clause.ATTACHMENTS: gettext_lazy("By the choice about files"),
}


@dataclass(frozen=True, slots=True)
class SampleRow:
    when: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownPreview:
    has_content: bool
    records: str
    size: str
    time: str
    kinds: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    missing_files: str
    samples: tuple[SampleRow, ...]
    as_of: str


def shown_preview(found: Preview, wanted: ExportRequest) -> ShownPreview:
    """Counts are exact, size and time are ranges."""
    least, most = found.package_bytes
    return ShownPreview(
        has_content=found.snapshot is not None,
        records=words.number(found.exported),
        size=_("%(least)s to %(most)s") % {"least": words.size(least), "most": words.size(most)},
        time=_("up to %(count)s s") % {"count": words.number(found.seconds[1])},
        kinds=tuple((str(word), words.number(found.kinds[kind])) for kind, word in _KINDS.items() if found.kinds[kind]),
        left_out=tuple(
            (str(_CLAUSES[Clause(why)]), words.number(count))
            for why, count in found.tally.by_reason("excluded").items()
        ),
        missing_files=words.number(found.missing_files) if found.missing_files else "",
        samples=tuple(SampleRow(_when(each.at, wanted.filter.zone), each.author, each.text) for each in found.samples),
        as_of=words.instant(found.snapshot.taken_at) if found.snapshot else "",
    )


def _when(at: int | None, zone: str) -> str:
    return words.instant(datetime.fromtimestamp(at / 1000, UTC), zone) if at is not None else _("undated")
