"""Which scripts on the desk speak of dates that hold no longer, and what is said in their place?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lifecycle.api import Account, SunsetPlan, reading
from lifecycle.rules.stages import ENDED
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, DeskTask, InboxMessage, Obligation
from notifications.rules.desk_rights import DATE_MOVED
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import TaskKind
from notifications.services.desk_follow import FOLLOWS, first_of, is_outdated
from notifications.services.facts_of_notice import notice_facts
from notifications.services.figures import FiguresBook
from notifications.services.plan_book import PlanBook, facts_of_plan
from notifications.services.render import CannotRender, render_notice

_RELATED = ("touchpoint__plan__module", "touchpoint__notice", "touchpoint__account", "account", "contact")
Dates = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Script:
    """What a person reads to them, and the dates that it names; None: no text, or unknown."""

    text: str = ""
    dates: Dates | None = None


@dataclass(frozen=True, slots=True)
class ScriptTurn:
    """`is_old`: the dates moved and took it off the desk; `newer`: the task that came in its place.

    `is_renewed`: it is such a one itself.
    """

    is_old: bool
    newer: UUID | None
    is_renewed: bool


@transaction.atomic
def renew_scripts(*, plan_id: int, now: datetime) -> int:
    """Each open task whose script names a date that moved gives way to one with a new script; answers how many.

    The old one keeps its own: what was told by it was told, and can still be put on record.
    """
    plan = reading.plan_by_id(plan_id)
    if plan is None or plan.stage in ENDED:
        return 0
    told, book = facts_of_plan(plan).told, PlanBook(FiguresBook(now))
    stale = DeskTask.objects.filter(plan=plan, status=DeskTask.Status.OPEN, script_dates__isnull=False)
    rows = stale.exclude(script_dates=told).select_for_update(of=("self",), skip_locked=True)
    found = list(rows.select_related("account").order_by("id"))
    for task in found:
        _renew(task, _rendered(_said_by(task), told, book, now=now), now)
    return len(found)


def script_now(said: Delivery | None, plan: SunsetPlan, *, now: datetime) -> Script:
    """A notice as it was sent where its dates hold, else as it would be sent now: what told nobody has none."""
    told = facts_of_plan(plan).told
    if said and said.body_text and said.touchpoint.told_dates == told:
        return Script(said.body_text, dict(told) or None)
    return _rendered(said, told, PlanBook(FiguresBook(now)), now=now)


def _rendered(said: Delivery | None, told: Dates, book: PlanBook, *, now: datetime) -> Script:
    try:
        facts = notice_facts(said, book, now=now) if said else None
        text = render_notice(facts, Tier(said.account.tier), has_html=False).text if said and facts else ""
    except CannotRender:
        text = ""
    return Script(text, dict(told) or None) if text else Script()


def mail_of(row: Obligation) -> Delivery | None:
    """The newest letter of a duty that has a text, else what the product showed of it, or of anything else."""
    rows = Delivery.objects.filter(touchpoint__obligation=row, channel=Channel.EMAIL)
    account, plan = row.account, row.notice.plan
    mail = _newest(rows.exclude(body_text=""))
    return mail or said_in_product(account, plan, notice_id=row.notice_id) or said_in_product(account, plan)


def said_in_product(account: Account, plan: SunsetPlan, *, notice_id: int | None = None) -> Delivery | None:
    """What the account found there last."""
    rows = InboxMessage.objects.filter(account=account, notice__plan=plan)
    message = (rows.filter(notice=notice_id) if notice_id else rows).first()
    return _newest(Delivery.objects.filter(uuid=message.delivery_key)) if message else None


def script_turn(task: DeskTask) -> ScriptTurn:
    is_old = is_outdated(task)
    newer = DeskTask.objects.filter(source__startswith=f"{FOLLOWS}:{task.pk}:").order_by("-id")
    before = DeskTask.objects.filter(pk__in=_before_of(task), note=DATE_MOVED, status=DeskTask.Status.SUPERSEDED)
    return ScriptTurn(is_old, newer.values_list("uuid", flat=True).first() if is_old else None, before.exists())


def _before_of(task: DeskTask) -> list[int]:
    kind, _colon, rest = task.source.partition(":")
    return [int(rest.partition(":")[0])] if kind == FOLLOWS else []


def _renew(task: DeskTask, script: Script, now: datetime) -> None:
    task.status, task.note = DeskTask.Status.SUPERSEDED, DATE_MOVED
    task.save(update_fields=["status", "note"])
    DeskTask.objects.create(
        source=f"{FOLLOWS}:{task.pk}:{task.entries.count()}",
        account=task.account,
        plan_id=task.plan_id,
        touchpoint_id=task.touchpoint_id,
        kind=task.kind,
        owner_email=task.owner_email,
        due_date=task.due_date,
        snoozed_until=task.snoozed_until,
        escalated_at=task.escalated_at,
        subject=task.subject,
        script=script.text,
        script_dates=script.dates,
        created_at=now,
    )


def _said_by(task: DeskTask) -> Delivery | None:
    """Of which notice its script is."""
    began = first_of(task)
    kind, _colon, name = began.source.partition(":")
    if kind == "delivery":
        return _newest(Delivery.objects.filter(uuid=name))
    if kind in {"ladder", TaskKind.BREACH}:
        duty = Obligation.objects.select_related("account", "notice__plan").get(pk=int(name.partition(":")[0]))
        return mail_of(duty)
    return said_in_product(task.account, task.plan)


def _newest(rows: QuerySet[Delivery]) -> Delivery | None:
    return rows.select_related(*_RELATED).order_by("-id").first()
