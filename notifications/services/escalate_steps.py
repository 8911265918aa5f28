"""How is each step of the ladder taken: another contact, a reminder, a call, a manager, a letter?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, DeskTask, InboxMessage, Obligation, Touchpoint
from notifications.rules.ladder_steps import Action, Step, Trigger
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DEAD_ENDS, TAKEN_BACK, DeliveryStatus, DeskAct, TaskKind
from notifications.services.breach import SYSTEM
from notifications.services.desk import open_task
from notifications.services.desk_people import desk_people
from notifications.services.desk_scripts import mail_of, script_now
from notifications.services.desk_sweep import give_task
from notifications.services.people import Target, next_target, targets_of
from notifications.services.release_singly import add_deliveries

NOBODY = "nobody else is known: a contact must be found"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step led to; `note` says it in words for people."""

    note: str
    task: DeskTask | None = None
    delivery: Delivery | None = None


def take(step: Step, row: Obligation, sent: Sequence[Delivery], *, now: datetime) -> Taken:
    return _ACTS[step.action](step, row, sent, now)


def _alternate(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    ended = DEAD_ENDS | TAKEN_BACK
    alive = next((each for each in sent if each.channel == Channel.EMAIL and each.status not in ended), None)
    if alive and step.trigger is Trigger.BOUNCE:
        return Taken("somebody else was written to already", delivery=alive)
    touchpoint = _writing(row)
    target = next_target(touchpoint) if touchpoint else None
    if touchpoint is None or target is None:
        return _find_contact(row, now)
    return _written(touchpoint, [target], max((each.round for each in sent), default=0), "another contact", now)


def _reminder(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    """Never on top of a message of which nobody knows whether it left."""
    if any(each.status == DeliveryStatus.UNCERTAIN for each in sent):
        return Taken("in doubt: a person looks the first message up")
    took = [each for each in sent if each.channel == Channel.EMAIL and each.status not in DEAD_ENDS | TAKEN_BACK]
    if not took:
        return _email(step, row, sent, now)
    again = max(each.round for each in took) + 1
    targets = [Target(each.address, each.address_norm, each.locale, each.contact_id) for each in took]
    return _written(took[0].touchpoint, targets, again, "reminded", now)


def _email(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    if any(each.channel == Channel.EMAIL and each.status not in TAKEN_BACK for each in sent):
        return Taken("a mail was written already")
    touchpoint = _writing(row)
    targets = targets_of(touchpoint) if touchpoint else ()
    if touchpoint is None or not targets:
        return _find_contact(row, now)
    return _written(touchpoint, list(targets), 0, "by mail", now)


def _banner(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    shown = InboxMessage.objects.filter(notice=row.notice_id, account=row.account_id).exists()
    return Taken("shown in the product" if shown else "not in the product yet")


def _call(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    """A call that is due anyway is the same call; of a light account anybody may do it."""
    open_ones = DeskTask.objects.filter(plan=row.notice.plan, account=row.account, status=DeskTask.Status.OPEN)
    waiting = open_ones.filter(kind=TaskKind.CALL).order_by("due_date", "id").first()
    if waiting:
        return Taken("the call is on the desk already", task=waiting)
    owner = "" if Tier(row.account.tier) is Tier.LIGHT else row.account.csm_email
    return Taken("a call", task=_task(step, row, TaskKind.CALL, owner, now))


def _manager(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    task = _call(step, row, sent, now).task
    lead = desk_people(now).lead(but=task.owner_email if task else "")
    if task is None or not lead:
        return Taken("nobody leads the success managers", task=task)
    if lead != task.owner_email.lower():
        give_task(task, to=lead, act=DeskAct.ESCALATED, note="no answer: a manager takes over", actor=SYSTEM, now=now)
    return Taken("a manager takes over", task=task)


def _executive(step: Step, row: Obligation, sent: Sequence[Delivery], now: datetime) -> Taken:
    lead = desk_people(now).lead() or row.account.csm_email
    return Taken("a letter, or an executive", task=_task(step, row, TaskKind.LETTER, lead, now))


_ACTS: dict[Action, Callable[[Step, Obligation, Sequence[Delivery], datetime], Taken]] = {
    Action.ALTERNATE: _alternate,
    Action.REMINDER: _reminder,
    Action.EMAIL: _email,
    Action.BANNER: _banner,
    Action.CALL: _call,
    Action.TASK: _call,
    Action.MANAGER: _manager,
    Action.EXECUTIVE: _executive,
}


def _writing(row: Obligation) -> Touchpoint | None:
    """The contact in writing of this duty whose time has come."""
    found = row.touchpoints.filter(channel=Channel.EMAIL, status__in=["released", "served"])
    return found.select_related("account", "plan", "notice").order_by("-due_at", "-id").first()


def _written(touchpoint: Touchpoint, targets: list[Target], again: int, note: str, now: datetime) -> Taken:
    made = add_deliveries(touchpoint, targets, now=now, again=again)
    return Taken(note, delivery=made[0]) if made else Taken(f"{note}: written to before")


def _find_contact(row: Obligation, now: datetime) -> Taken:
    touchpoint = row.touchpoints.select_related("account", "plan").order_by("-due_at", "-id").first()
    if touchpoint is None:
        return Taken(NOBODY)
    return Taken(NOBODY, task=open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject=NOBODY, now=now))


def _task(step: Step, row: Obligation, kind: TaskKind, owner: str, now: datetime) -> DeskTask:
    """Its script is the notice itself, in the reader's language and with their own figures."""
    said = mail_of(row)
    script = script_now(said, row.notice.plan, now=now)
    about = said.subject if said and said.subject else row.notice.code
    task, _is_new = DeskTask.objects.get_or_create(
        source=f"ladder:{row.pk}:{step.step}",
        defaults={
            "account": row.account,
            "plan": row.notice.plan,
            "kind": kind,
            "owner_email": owner,
            "due_date": now.astimezone(ZoneInfo(row.account.timezone)).date(),
            "subject": f"{row.account.name}: no answer to “{about}”"[:300],
            "script": script.text,
            "script_dates": script.dates,
            "created_at": now,
        },
    )
    return task
