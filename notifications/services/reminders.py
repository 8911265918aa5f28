"""Who wants no optional reminders, and how does one click in a mail say so?"""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import NoReverseMatch, get_urlconf, reverse

from lifecycle.api import User, record
from notifications.models import Delivery, Suppression
from notifications.rules.addresses import address_norm
from notifications.rules.notice_codes import Channel
from notifications.services.due_letters import Letter

_SALT = "notifications.unsubscribe"
_TOKEN = "a-token"  # noqa: S105 - stands for one
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


def unsubscribe_headers(letter: Letter, *, reply_to: str) -> dict[str, str]:
    """RFC 8058, of optional mail only: one click ends the reminders, without signing in; some want an address too."""
    if letter.channel != Channel.EMAIL or letter.is_mandatory:
        return {}
    address = _address_before(_TOKEN, get_urlconf() or settings.ROOT_URLCONF)
    if not address:
        return {}
    link = address.replace(_TOKEN, _signer(settings.SECRET_KEY).sign(letter.key.hex))
    mailto = f", <mailto:{reply_to}?subject=unsubscribe>" if reply_to else ""
    return {
        "List-Unsubscribe": f"<{settings.PUBLIC_URL}{link}>{mailto}",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@lru_cache(maxsize=2)
def _signer(key: str) -> Signer:
    return Signer(key=key, salt=_SALT)


@lru_cache(maxsize=8)
def _address_before(token: str, urls: str) -> str:
    """The way to the page, looked up once for all mails; empty when the portal is served elsewhere."""
    try:
        return str(reverse("public:unsubscribe", args=[token], urlconf=urls))
    except NoReverseMatch:
        return ""


def delivery_behind(token: str) -> Delivery | None:
    """Whose mail the link stood in; None for every other text."""
    try:
        uuid = UUID(hex=Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return Delivery.objects.filter(uuid=uuid, channel=Channel.EMAIL).first()


@transaction.atomic
def unsubscribe(delivery: Delivery, *, now: datetime) -> bool:
    """The mailbox that the mail went to, whoever clicks. False: so it was before."""
    return _stop(delivery.address_norm, "unsubscribed by a link in a mail", now)


def _stop(norm: str, reason: str, now: datetime) -> bool:
    defaults = {"reason": reason, "created_at": now}
    return Suppression.objects.get_or_create(address_norm=norm, scope=_OPTIONAL, defaults=defaults)[1]


def _resume(norm: str) -> bool:
    return bool(Suppression.objects.filter(address_norm=norm, scope=_OPTIONAL).delete()[0])
