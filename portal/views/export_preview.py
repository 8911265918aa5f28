"""How much would an export hold, in words?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from lifecycle.api import words
from portability.api import Preview
from portability.rules.requests import ExportRequest


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
        kinds=tuple((_(kind), words.number(count)) for kind, count in sorted(found.kinds.items())),
        left_out=tuple((_(why), words.number(count)) for why, count in found.tally.by_reason("excluded").items()),
        missing_files=words.number(found.missing_files) if found.missing_files else "",
        samples=tuple(SampleRow(_when(each.at, wanted.filter.zone), each.author, each.text) for each in found.samples),
        as_of=words.instant(found.snapshot.taken_at) if found.snapshot else "",
    )


def _when(at: int | None, zone: str) -> str:
    return words.instant(datetime.fromtimestamp(at / 1000, UTC), zone) if at is not None else _("undated")
