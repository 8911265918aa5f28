"""What does a retirement look like from the customer's side: dates, next step, helper?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifecycle.api import SunsetPlan, stage_of, words
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.timeline import Progress, places
from notifications.api import calendar_files
from portal.views.access import Visitor
from portal.views.outages import Outage, outages_ahead
from portal.views.own_use import OwnUse, own_use

_UNDATED = {Stage.PAUSED, Stage.ROLLED_BACK}
_MEANS = {
    Stage.ANNOUNCED: gettext_lazy("Everything works as before. This is the time to export and to move over."),
    Stage.CLOSED_TO_NEW: gettext_lazy("What you have goes on working; nothing new can be started in it."),
    Stage.READ_ONLY: gettext_lazy("You can read, search and export; changes are refused."),
    Stage.EXPORT_ONLY: gettext_lazy("Only the export is open."),
    Stage.BROWNOUT: gettext_lazy("Short, dated outages happen before the end; the export stays open."),
    Stage.OFF: gettext_lazy("It is switched off. Your data is kept as described under “After the end”."),
    Stage.OBSERVING: gettext_lazy("It is switched off. Your data is kept as described under “After the end”."),
    Stage.ARCHIVED: gettext_lazy("It is switched off and archived; you can still ask for your data."),
    Stage.CLOSED: gettext_lazy("It has ended. Your archive is kept until its retention ends."),
    Stage.PAUSED: gettext_lazy("The dates are under review. Nothing further will change until we tell you."),
    Stage.CANCELLED: gettext_lazy("Withdrawn: it stays as it is. You need to do nothing."),
    Stage.ROLLED_BACK: gettext_lazy("Open again after we found something missing. We will write before any new date."),
}


@dataclass(frozen=True, slots=True)
class DateItem:
    label: str
    when: str
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Dates:
    items: tuple[DateItem, ...]
    picture: None = None


@dataclass(frozen=True, slots=True)
class Countdown:
    number: str
    unit: str
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class Retirement:
    key: str
    module_name: str
    stage: str
    stage_label: str
    means: str
    reason: str
    is_over: bool
    countdown: Countdown | None
    dates: Dates
    replacement: str
    replacement_url: str
    helper: str
    helper_email: str
    export_until: str
    use: OwnUse | None = None
    next_step: str = ""
    next_url: str = ""
    next_word: str = ""
    outages: tuple[Outage, ...] = ()


def retirement(plan: SunsetPlan, visitor: Visitor) -> Retirement:
    """The account's own stage, never the plan's where they differ."""
    stage = stage_of(plan=plan, account=visitor.account, now=visitor.now)
    shown = Stage.PAUSED if plan.stage == Stage.PAUSED else stage
    promises = calendar_files.shown_promises(plan)
    module = plan.module
    over = shown is Stage.CANCELLED or (stage in LADDER and LADDER.index(stage) >= LADDER.index(Stage.OFF))
    step, url, word = _next_step(shown, visitor)
    return Retirement(
        use=None if over else own_use(visitor, module_key=module.key, plan_key=plan.key),
        next_step=step,
        next_url=url,
        next_word=word,
        key=plan.key,
        module_name=module.name,
        stage=shown.value,
        stage_label=shown.label,
        means=str(_MEANS.get(shown, "")),
        reason=plan.reason,
        is_over=over,
        countdown=None if over or shown in _UNDATED else _countdown(promises, visitor),
        dates=Dates(_items(promises, stage, visitor)),
        replacement=module.replacement_name or (module.replacement_module.name if module.replacement_module else ""),
        replacement_url=module.replacement_url,
        helper=plan.helper_name,
        helper_email=plan.helper_email,
        outages=() if over else outages_ahead(plan, visitor),
        export_until=_day_of(promises, MilestoneKind.EXPORT_END, visitor),
    )


def _next_step(stage: Stage, visitor: Visitor) -> tuple[str, str, str]:
    """One sentence and one place to go."""
    if stage in _UNDATED:
        return _("You need to do nothing for now."), reverse("portal:dates"), _("See the dates")
    if visitor.may_export:
        return (
            _("Take your data out while it is easy: choose what you need, and we prepare it for you."),
            reverse("portal:new_export"),
            _("Export our data"),
        )
    return (
        _("Your owner or export officer takes the data out. You can see what is planned and when."),
        reverse("portal:dates"),
        _("See the dates"),
    )


def _countdown(promises: tuple[DatedPromise, ...], visitor: Visitor) -> Countdown | None:
    """To the switch-off: a number never stands without its date."""
    off = next((each for each in promises if each.kind is MilestoneKind.OFF and each.at > visitor.now), None)
    if off is None:
        return None
    number, _space, unit = words.days((off.date - timezone.localdate(visitor.now)).days).partition(" ")
    return Countdown(number, unit, _(off.kind.label), deadline(off, visitor))


def deadline(promise: DatedPromise, visitor: Visitor) -> str:
    """The promise's own local time, and the account's beside it when it differs."""
    own = words.instant(promise.at, promise.zone)
    theirs = words.instant(promise.at, visitor.account.timezone)
    return own if promise.zone == visitor.account.timezone else f"{own} · {theirs}"


def _items(promises: tuple[DatedPromise, ...], stage: Stage, visitor: Visitor) -> tuple[DateItem, ...]:
    found = places(promises, stage=stage, now=visitor.now, today=timezone.localdate(visitor.now))
    return tuple(
        DateItem(
            each.promise.kind.label,
            words.weekday(each.promise.date),
            deadline(each.promise, visitor) if each.progress is not Progress.DONE else "",
            each.progress.value,
        )
        for each in found
    )


def _day_of(promises: tuple[DatedPromise, ...], kind: MilestoneKind, visitor: Visitor) -> str:
    found = next((each for each in promises if each.kind is kind), None)
    return deadline(found, visitor) if found else ""
