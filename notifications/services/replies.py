"""Somebody answered a letter by mail: what becomes of it? A reply is work for a person, never an acknowledgement."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import BadInput, record
from lifecycle.rules.actors import Actor
from notifications.models import Delivery, DeskTask
from notifications.rules.replies import delegates, is_automatic, said_in
from notifications.rules.statuses import TaskKind

SYSTEM = Actor.system("replies")
_REFERENCE = re.compile(r"<[^<>\s]+@[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Reply:
    """`suggested` are addresses that an absence note names: whom to write to instead, if a person agrees."""

    task: DeskTask
    is_automatic: bool
    suggested: tuple[str, ...]
    is_new: bool


@transaction.atomic
def take_reply(raw: bytes, *, now: datetime) -> Reply:
    """One message as it came. Raises BadInput when it answers no letter of ours; the same one twice is one task."""
    message = message_from_bytes(raw, policy=default)
    if not isinstance(message, EmailMessage):
        raise BadInput("This is no mail message.")
    delivery = _answered(message)
    if delivery is None:
        raise BadInput("This message answers no letter of ours: neither In-Reply-To nor References names one.")
    sender, text = parseaddr(str(message.get("From", "")))[1], _text(message)
    automatic = is_automatic({name.lower(): str(value) for name, value in message.items()})
    suggested = delegates(text, but={sender, delivery.address}) if automatic else ()
    account, plan = delivery.account, delivery.touchpoint.plan
    said = "an automatic reply" if automatic else "a reply"
    notes = [f"{sender}:", said_in(text), *(f"Suggested instead: {each}" for each in suggested)]
    task, is_new = DeskTask.objects.get_or_create(
        source=f"{TaskKind.REPLY}:{_name_of(message, raw)}",
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
    return Reply(task, automatic, suggested, is_new)


def _answered(message: EmailMessage) -> Delivery | None:
    named = _REFERENCE.findall(f"{message.get('In-Reply-To', '')} {message.get('References', '')}")
    rows = Delivery.objects.filter(message_id__in=named).select_related("account", "touchpoint__plan")
    return rows.order_by("-id").first()


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    try:
        return str(part.get_content()) if part else ""
    except (LookupError, UnicodeError, KeyError):  # a charset that nobody knows
        return ""


def _name_of(message: EmailMessage, raw: bytes) -> str:
    return hashlib.sha256(str(message.get("Message-ID", "")).encode() or raw).hexdigest()
