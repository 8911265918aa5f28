"""How do one account's retirements read side by side: stage, use, people, duties, data, dates?"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from console.views.plan_accounts import Pill
from console.views.plan_exports import ExportRow, export_row
from console.views.plan_files import FACTS
from console.views.timelines import Item
from lifecycle.api import Account, AffectedSubject, SunsetPlan, affected, newest_facts, reading, words
from lifecycle.rules.affected_list import Wanted
from lifecycle.rules.gates import Fact
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import ENDED, Stage
from notifications.api import DeskTask
from portability.api import exports_of

PEOPLE, EXPORTS = 5, 5
_KINDS = (MilestoneKind.ANNOUNCE, MilestoneKind.READ_ONLY, MilestoneKind.EXPORT_END, MilestoneKind.OFF)


@dataclass(frozen=True, slots=True)
class UserRow:
    name: str
    count: str
    last: str


@dataclass(frozen=True, slots=True)
class Retirement:
    plan_key: str
    plan_url: str
    module_name: str
    stage: str
    stage_label: str
    off: str
    use: Pill
    reached: Pill
    cleared: Pill | None
    export: Pill
    people: tuple[UserRow, ...]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    day: str
    what: str
    note: str
    pill: Pill
    url: str


def retirement_row(plan: SunsetPlan, account: Account, *, now: datetime) -> Retirement:
    facts = newest_facts(plan, of=FACTS, about=[account.pk])
    found = {name: facts.get((name, account.key)) for name in ("usage_below", "all_reached", "key_cleared")}
    off = next((each.at for each in reading.promises(plan) if each.kind is MilestoneKind.OFF), None)
    return Retirement(
        plan_key=plan.key,
        plan_url=reverse("console:plan", args=[plan.key]),
        module_name=plan.module.name,
        stage=plan.stage,
        stage_label=Stage(plan.stage).label,
        off=words.instant(off, account.timezone) if off else _("unknown"),
        use=_use(found["usage_below"]),
        reached=_truth(found["all_reached"], _("reached"), _("not reached")),
        cleared=_truth(found["key_cleared"], _("cleared"), _("not cleared")) if account.tier == "key" else None,
        export=_truth(facts.get(("export_settled", account.key)), _("settled"), _("not settled")),
        people=_people(plan, account, now),
    )


def _people(plan: SunsetPlan, account: Account, now: datetime) -> tuple[UserRow, ...]:
    rows = affected.subjects(plan, wanted=Wanted(account=account.key), now=now)[:PEOPLE]
    return tuple(_person(row) for row in rows)


def _person(row: AffectedSubject) -> UserRow:
    return UserRow(row.key, words.number(row.count), words.instant(row.last_at))


def _use(fact: Fact | None) -> Pill:
    if fact is None or fact.value is None:
        return Pill("unknown", _("use unknown"))
    if fact.value == 0:
        return Pill("ok", _("no use"))
    return Pill("caution", _("in use"))


def _truth(fact: Fact | None, yes: str, no: str) -> Pill:
    if fact is None or fact.value is None:
        return Pill("unknown", _("unknown"))
    return Pill("ok", yes) if fact.value is True else Pill("blocked", no)


def timeline_items(plans: list[SunsetPlan], account: Account, *, now: datetime) -> tuple[Item, ...]:
    """What still lies ahead in every retirement, in one order and in the account's zone."""
    running = [plan for plan in plans if plan.stage not in ENDED]
    found = [
        (each, plan) for plan in running for each in reading.promises(plan) if each.kind in _KINDS and each.at > now
    ]
    return tuple(
        Item(
            label=promise.kind.label,
            when=words.instant(promise.at, account.timezone),
            note=plan.module.name,
            status="later",
        )
        for promise, plan in sorted(found, key=lambda pair: pair[0].at)
    )


def export_rows(account: Account) -> tuple[ExportRow, ...]:
    return tuple(export_row(each) for each in exports_of(account)[:EXPORTS])


def promise_row(task: DeskTask, *, now: datetime) -> PromiseRow:
    day = task.promise_date
    is_past = day is not None and day < timezone.localdate(now)
    return PromiseRow(
        day=words.weekday(day) if day else "",
        what=task.plan.module.name,
        note=task.note,
        pill=Pill("caution", _("its day is over")) if is_past else Pill("info", _("ahead")),
        url=reverse("console:task", args=[task.uuid]),
    )
