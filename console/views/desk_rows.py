"""How does a task of the desk read: what it is, how it presses, and why it stands where it stands?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from console.forms.acts import OutcomeForm
from console.views.plan_accounts import Pill
from console.views.told_words import subject_words
from lifecycle.api import words
from lifecycle.rules.tiers import Tier
from notifications.api import DeskEntry, DeskTask, Work
from notifications.rules.statuses import DeskAct, TaskKind
from notifications.rules.worklist import Pressing

KINDS = {
    TaskKind.CALL: gettext_lazy("Call"),
    TaskKind.FIND_CONTACT: gettext_lazy("Find a contact"),
    TaskKind.REVIEW_UNCERTAIN: gettext_lazy("Look up a message"),
    TaskKind.BACK_IN_USE: gettext_lazy("Used again"),
    TaskKind.FOLLOW_UP: gettext_lazy("As promised"),
    TaskKind.LETTER: gettext_lazy("Write a letter"),
    TaskKind.BREACH: gettext_lazy("Not reached in time"),
    TaskKind.REPLY: gettext_lazy("A reply by mail"),
}
DESK_ACTS = {
    DeskAct.CLOSED: pgettext_lazy("what happened", "Done"),
    DeskAct.UNDONE: gettext_lazy("Outcome undone"),
    DeskAct.SNOOZED: pgettext_lazy("what happened", "Put off"),
    DeskAct.HANDED_OVER: gettext_lazy("Handed over"),
    DeskAct.ESCALATED: gettext_lazy("Passed up"),
    DeskAct.BACKED_UP: gettext_lazy("Taken over"),
}
OUTCOMES = dict(OutcomeForm.OUTCOMES)


@dataclass(frozen=True, slots=True)
class TaskRow:
    uuid: str
    url: str
    subject: str
    account: str
    title: str
    account_url: str
    tier: str
    tier_label: str
    plan_key: str
    plan_url: str
    due: str
    pill: Pill
    owner: str
    language: str
    script: str
    is_open: bool
    outcome: str
    note: str
    closed: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRow:
    what: str
    note: str
    by: str
    plan_name: str


def work_row(work: Work, *, now: datetime) -> TaskRow:
    return task_row(work.task, now=now, why=_why(work.pressing))


def task_row(task: DeskTask, *, now: datetime, why: tuple[str, ...] = ()) -> TaskRow:
    kind = str(KINDS.get(TaskKind(task.kind), task.kind))
    return TaskRow(
        uuid=str(task.uuid),
        url=reverse("console:task", args=[task.uuid]),
        subject=subject_words(task.subject, account=task.account.name),
        account=task.account.name,
        title=_("%(kind)s: %(title)s") % {"kind": kind, "title": task.account.name},
        account_url=reverse("console:account", args=[task.account.key]),
        tier=task.account.tier,
        tier_label=Tier(task.account.tier).label,
        plan_key=task.plan.key,
        plan_url=reverse("console:plan", args=[task.plan.key]),
        due=words.weekday(task.due_date),
        pill=due_pill(task, now),
        owner=task.owner_email or _("anybody"),
        language=task.account.language,
        script=task.script,
        is_open=task.status == DeskTask.Status.OPEN,
        outcome=str(OUTCOMES.get(task.outcome, task.outcome)),
        note=_(task.note) if task.status == DeskTask.Status.SUPERSEDED and task.note else task.note,
        closed=f"{task.closed_by}, {words.instant(task.closed_at)}" if task.closed_at else "",
        why=why,
    )


def entry_row(entry: DeskEntry) -> EntryRow:
    """What somebody did; an outcome says itself."""
    act = str(OUTCOMES.get(entry.outcome) or DESK_ACTS[DeskAct(entry.act)])
    until = _("until %(day)s") % {"day": words.weekday(entry.until_date)} if entry.until_date else ""
    with_whom = _("with %(name)s") % {"name": entry.person} if entry.person else ""
    return EntryRow(
        what=" · ".join(each for each in (act, with_whom, entry.owner_email * _names_owner(entry), until) if each),
        note=_(entry.note) if entry.note and _names_owner(entry) else entry.note,
        by=f"{entry.by}, {words.instant(entry.at)}",
        plan_name=entry.task.plan.module.name,
    )


def _names_owner(entry: DeskEntry) -> bool:
    return entry.act in {DeskAct.HANDED_OVER, DeskAct.ESCALATED, DeskAct.BACKED_UP}


def due_pill(task: DeskTask, now: datetime) -> Pill:
    if task.status == DeskTask.Status.SUPERSEDED:
        return Pill("info", _("not needed any more"))
    if task.status != DeskTask.Status.OPEN:
        return Pill("ok", _("done"))
    today = timezone.localdate(now)  # the reader's: a morning in Shanghai is still yesterday in Greenwich
    late = (today - task.due_date).days
    if task.snoozed_until and task.snoozed_until > today:
        return Pill("info", _("put off until %(day)s") % {"day": words.short_day(task.snoozed_until)})
    if late > 0:
        return Pill("blocked", _("overdue by %(span)s") % {"span": words.days(late)})
    return Pill("caution", _("today")) if late == 0 else Pill("info", _("in %(span)s") % {"span": words.days(-late)})


def _why(pressing: Pressing) -> tuple[str, ...]:
    """What speaks for it besides day and tier, which the row shows itself."""
    found = []
    if pressing.revenue_share is not None:
        found.append(_("%(share)s of the revenue on this desk") % {"share": words.percent(pressing.revenue_share)})
    if pressing.silent_days is None:
        found.append(_("not told yet"))
    elif pressing.silent_days > 0:
        found.append(_("no answer for %(span)s") % {"span": words.days(pressing.silent_days)})
    return tuple(found)
