"""Who wants no optional reminders, and how does one click in a mail say so?"""

import hashlib
import re
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import NoReverseMatch, get_urlconf, reverse

from lifecycle.api import BadInput, Refused, User, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, blocked
from notifications.crypto.letter_names import NAME_LENGTH, hidden, shown
from notifications.models import Delivery, Suppression
from notifications.rules.addresses import address_norm, ascii_domain, is_address
from notifications.rules.notice_codes import Channel
from notifications.services.due_letters import Letter

_SALT = "notifications.unsubscribe"
_TOKEN = "a-token"  # noqa: S105 - stands for one
_TOKEN_IN_SUBJECT = re.compile(rf"(?<!\S)(?:[0-9a-f]{{32}}:[\w-]+|[\w-]{{{NAME_LENGTH}}})(?!\S)", re.ASCII)
_OPTIONAL = Suppression.Scope.OPTIONAL


def has_stopped(*, address: str) -> bool:
    return Suppression.objects.filter(address_norm=address_norm(address), scope=_OPTIONAL).exists()


@transaction.atomic
def choose_reminders(*, user: User, wanted: bool, now: datetime) -> bool:
    """A person's own mailbox, for all their accounts. What must be heard still comes. False: so it was before."""
    norm = address_norm(user.email)
    changed = _resume(norm) if wanted else _stop(norm, "asked for in the portal", now)
    if changed:
        name = "notifications.reminders.resumed" if wanted else "notifications.reminders.stopped"
        record(name, subject=user.uuid, actor=user.actor, at=now)
    return changed


@transaction.atomic
def stop_reminders(*, address: str, actor: Actor, note: str, now: datetime) -> bool:
    """Somebody asked one of us, in whatever words. What must be heard still comes. False: so it was before.

    Raises Refused, BadInput.
    """
    if not is_address(address):
        raise BadInput(f"{address!r} is not one mailbox: give it as user@example.com.")
    verdict = may(actor, Right.SETTLE_MESSAGE)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say who asked for it, and how")
    if not verdict:
        raise Refused(verdict)
    norm = address_norm(address)
    changed = _stop(norm, f"asked one of us: {note.strip()}"[:300], now)
    if changed:
        subject = hashlib.sha256(norm.encode()).hexdigest()[:16]
        record("notifications.reminders.stopped", subject=subject, actor=actor, at=now, note=note.strip())
    return changed


def unsubscribe_headers(letter: Letter) -> dict[str, str]:
    """RFC 8058, of optional mail only: one click ends the reminders, without signing in; some want an address too."""
    if letter.channel != Channel.EMAIL or letter.is_mandatory:
        return {}
    address = _address_before(_TOKEN, get_urlconf() or settings.ROOT_URLCONF)
    if not address:
        return {}
    token = hidden(letter.key, key=settings.SECRET_KEY)
    mailto = _mailto(settings.EMAIL_BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL)
    return {
        "List-Unsubscribe": f"<{settings.PUBLIC_URL}{address.replace(_TOKEN, token)}>"
        + (f", <{mailto}{token}>" if mailto else ""),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@lru_cache(maxsize=2)
def _mailto(sender: str) -> str:
    """The mailbox that bounces come to, which a program reads; empty when it cannot be written in a header."""
    local, _, domain = parseaddr(sender)[1].rpartition("@")
    if not (local and local.isascii()):
        return ""
    return f"mailto:{quote(local)}@{ascii_domain(domain)}?subject=unsubscribe%20"


@lru_cache(maxsize=8)
def _address_before(token: str, urls: str) -> str:
    """The way to the page, looked up once for all mails; empty when the portal is served elsewhere."""
    try:
        return str(reverse("public:unsubscribe", args=[token], urlconf=urls))
    except NoReverseMatch:
        return ""


def delivery_behind(token: str) -> Delivery | None:
    """Whose mail the link stood in; None for every other text."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    uuid = _behind_older(token) if ":" in token else shown(token, keys=keys)
    return Delivery.objects.filter(uuid=uuid, channel=Channel.EMAIL).first() if uuid else None


def _behind_older(token: str) -> UUID | None:
    """As it stood in letters before 0.8: a link in a mail is good for ever."""
    try:
        return UUID(hex=Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None


def delivery_named_in(subject: str) -> Delivery | None:
    """Whose mail a mail program answers that unsubscribes by writing: its subject is the one that we gave it."""
    found = _TOKEN_IN_SUBJECT.search(subject)
    return delivery_behind(found[0]) if found else None


@transaction.atomic
def unsubscribe(delivery: Delivery, *, now: datetime) -> bool:
    """The mailbox that the mail went to, whoever clicks. False: so it was before."""
    return _stop(delivery.address_norm, "unsubscribed by a link in a mail", now)


def _stop(norm: str, reason: str, now: datetime) -> bool:
    defaults = {"reason": reason, "created_at": now}
    return Suppression.objects.get_or_create(address_norm=norm, scope=_OPTIONAL, defaults=defaults)[1]


def _resume(norm: str) -> bool:
    return bool(Suppression.objects.filter(address_norm=norm, scope=_OPTIONAL).delete()[0])
