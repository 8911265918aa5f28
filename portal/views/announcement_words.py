"""How does an announcement read: what was said when, which dates hold, what moved?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lifecycle.api import reading, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import PUBLIC, Stage
from notifications.api import Announcement, announcing
from notifications.rules.announcements import Kind

_UNDATED = {Stage.PAUSED, Stage.ROLLED_BACK}
_TONES = {Kind.DATE_CHANGED: "caution", Kind.PAUSED: "caution", Kind.WITHDRAWN: "ok", Kind.REOPENED: "ok"}


@dataclass(frozen=True, slots=True)
class Moved:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Version:
    uuid: str
    kind: str
    tone: str
    when: str
    moved: tuple[Moved, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DateItem:
    label: str
    when: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    items: tuple[DateItem, ...]
    picture: None = None


@dataclass(frozen=True, slots=True)
class Announced:
    key: str
    module: str
    name: str
    kind: str
    tone: str
    because: str
    dates: Dates
    versions: tuple[Version, ...]
    replacement: str
    replacement_url: str
    off: str


def announced_words(public: announcing.PublicPlan, *, today: date) -> Announced:
    plan, module, latest = public.plan, public.plan.module, public.latest
    dates = dates_now(public)
    kind = Kind(latest.kind)
    return Announced(
        key=plan.key,
        module=module.key,
        name=module.name,
        kind=_(kind.label),
        tone=_TONES.get(kind, "info"),
        because=public.because,
        dates=Dates(date_items(dates, today=today)),
        versions=tuple(map(version_words, public.versions)),
        replacement=module.replacement_name or (module.replacement_module.name if module.replacement_module else ""),
        replacement_url=module.replacement_url,
        off=_day(dates.get(MilestoneKind.OFF, "")),
    )


def dates_now(public: announcing.PublicPlan) -> dict[str, str]:
    """From the one place where dates stand; none while they do not hold."""
    stage = Stage(public.plan.stage)
    if stage not in PUBLIC or stage in _UNDATED:
        return {}
    dates = {each.kind.value: each.date.isoformat() for each in reading.promises(public.plan)}
    return {kind: dates[kind] for kind in announcing.SHOWN if kind in dates}


def date_items(dates: Mapping[str, str], *, today: date) -> tuple[DateItem, ...]:
    named = {kind: dates[kind] for kind in announcing.SHOWN if kind in dates}
    return tuple(
        DateItem(MilestoneKind(kind).label, _day(day), "done" if date.fromisoformat(day) < today else "ahead")
        for kind, day in named.items()
    )


def version_words(row: Announcement) -> Version:
    moved = tuple(
        Moved(_(MilestoneKind(kind).label), _day(old), _day(row.dates.get(kind, ""))) for kind, old in row.moved.items()
    )
    kind = Kind(row.kind)
    when = words.instant(row.published_at)
    return Version(str(row.uuid), _(kind.label), _TONES.get(kind, "info"), when, moved, row.reason)


def _day(day: str) -> str:
    return words.weekday(date.fromisoformat(day)) if day else ""
