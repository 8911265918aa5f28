"""Something came back by mail: what becomes of it? A reply is work for a person, never an acknowledgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import BadInput, record
from lifecycle.rules.actors import Actor
from notifications.models import Delivery, DeskTask
from notifications.rules.bounce_reports import MESSAGE_NAME, names_quoted_in
from notifications.rules.replies import delegates, is_automatic, is_of_mail_system, said_in
from notifications.rules.statuses import TaskKind
from notifications.services.bounces import letter_behind, report_of, take_report
from notifications.services.reminders import delivery_named_in, unsubscribe
from notifications.services.reply_mail import ReplyMail, read_mail

SYSTEM = Actor.system("replies")
_NO_WORDS = "(No words could be read in this message: look at the mail itself.)"


class Became(StrEnum):
    """`bounced` and `nothing`: a mail server's report of a letter that was given up, or is only late.

    `stopped`: a mail program wrote that its reader wants no reminders.
    """

    TASK = "task"
    STOPPED = "stopped"
    BOUNCED = "bounced"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reply:
    """`task` is there when a person has to read it; `address` is the mailbox that our letter went to.

    `suggested` are addresses that an absence note names: whom to write to instead, if a person agrees.
    """

    became: Became
    address: str
    is_new: bool
    task: DeskTask | None = None
    is_automatic: bool = True
    suggested: tuple[str, ...] = ()


def take_reply(raw: bytes, *, now: datetime) -> Reply:
    """One message as it came. Raises BadInput when it answers no letter of ours; the same one twice counts once.

    A report of a bounce that does not count is for a person to read: so a forwarded mailbox is not missed.
    """
    mail = read_mail(raw)
    if whose := delivery_named_in(mail.subject):
        return Reply(Became.STOPPED, whose.address, unsubscribe(whose, now=now))
    letter, is_systems = letter_behind(mail.came_to), is_of_mail_system(mail.headers)
    report = report_of(raw, letter=letter, is_of_mail_system=is_systems)
    if report and (back := take_report(report, letter=letter, name=mail.name, now=now)):
        return Reply(Became.BOUNCED if back.meaning else Became.NOTHING, back.delivery.address, back.is_new)
    names = report.names if report else names_quoted_in(raw) if is_systems else ()
    delivery = _answered(mail, names, letter)
    if delivery is None:
        raise BadInput("This answers no letter of ours: neither In-Reply-To, References nor whom it came to names one.")
    return _for_the_desk(mail, delivery, is_report=is_systems or report is not None, now=now)


@transaction.atomic
def _for_the_desk(mail: ReplyMail, delivery: Delivery, *, is_report: bool, now: datetime) -> Reply:
    automatic = is_report or is_automatic(mail.headers)
    suggested = delegates(mail.text, but={mail.sender, delivery.address}) if automatic and not is_report else ()
    account, plan = delivery.account, delivery.touchpoint.plan
    said = "an automatic reply" if automatic else "a reply"
    said = "a mail server's report" if is_report else said
    notes = [f"{mail.sender}:", said_in(mail.text) or _NO_WORDS, *(f"Suggested instead: {each}" for each in suggested)]
    task, is_new = DeskTask.objects.get_or_create(
        source=f"{TaskKind.REPLY}:{mail.name}",
        defaults={
            "account": account,
            "plan": plan,
            "kind": TaskKind.REPLY,
            "owner_email": account.csm_email,
            "due_date": now.astimezone(ZoneInfo(account.timezone)).date(),
            "subject": f"{account.name}: {said} to “{delivery.subject}”"[:300],
            "script": "\n\n".join(notes),
            "created_at": now,
        },
    )
    if is_new:
        record(
            "notifications.reply.taken",
            subject=task.uuid,
            actor=SYSTEM,
            at=now,
            account=account,
            plan_key=plan.key,
            automatic=automatic,
        )
    return Reply(Became.TASK, delivery.address, is_new, task, automatic, suggested)


def _answered(mail: ReplyMail, names: Sequence[str], letter: UUID | None) -> Delivery | None:
    """An absence note may come to the envelope and name no message."""
    said = f"{mail.headers.get('in-reply-to', '')} {mail.headers.get('references', '')}"
    named = [*MESSAGE_NAME.findall(said), *names]
    rows = Delivery.objects.filter(uuid=letter) if letter else Delivery.objects.filter(message_id__in=named)
    return rows.select_related("account", "touchpoint__plan").order_by("-id").first()
