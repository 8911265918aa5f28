"""How does a program get a token, keep it for its time, and lose it?"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from lifecycle.models import MachineToken
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.machine_tokens import SOURCE, TokenRight, digest_of, is_of, written
from lifecycle.rules.rights import Right, may
from lifecycle.services.audit import record
from lifecycle.services.refusal import BadInput, Refused

SEEN_AGAIN_AFTER = timedelta(hours=1)  # so that a busy program does not write its token's row with each call


@transaction.atomic
def issue_token(
    *,
    name: str,
    rights: Sequence[TokenRight],
    source: str,
    expires_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> tuple[MachineToken, str]:
    """The row and the text, which nobody can read again. Raises BadInput."""
    if not SOURCE.match(name) or not SOURCE.match(source):
        raise BadInput("A token and its source are named in 1 to 64 letters, digits, dots, underscores or dashes.")
    if not rights:
        raise BadInput(f"A token that may nothing is of no use: name a right, one of {', '.join(TokenRight)}.")
    if expires_at is not None and expires_at <= now:
        raise BadInput("A token ends in the future, or it is of no use.")
    if MachineToken.objects.filter(name=name).exists():
        raise BadInput(f"There is a token called {name!r}: give the new one another name, then revoke the old one.")
    text = written(environment=settings.ENVIRONMENT, secret=secrets.token_urlsafe(32))
    token = MachineToken.objects.create(
        name=name,
        digest=digest_of(text),
        rights=sorted(set(rights)),
        source=source,
        created_at=now,
        expires_at=expires_at,
    )
    facts = {"name": name, "source": source, "rights": token.rights}
    record("lifecycle.token.issued", subject=token, actor=actor, at=now, **facts)
    return token, text


def machine_tokens() -> list[MachineToken]:
    """All that were issued, by name, those that open nothing any more too."""
    return list(MachineToken.objects.all())


@transaction.atomic
def revoke_token(*, name: str, actor: Actor, now: datetime, reason: str = "") -> bool:
    """From now on it opens nothing; False when it was revoked before.

    Raises BadInput for a name that none bears, Refused for a person who does not decide who may come in.
    """
    if actor.kind is ActorKind.PERSON and not (verdict := may(actor, Right.MANAGE_STAFF)):
        raise Refused(verdict)
    token = MachineToken.objects.select_for_update().filter(name=name).first()
    if token is None:
        raise BadInput(f"No token is called {name!r}. `manage.py tokens list` names them.")
    if token.revoked_at is not None:
        return False
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    record("lifecycle.token.revoked", subject=token, actor=actor, at=now, name=name, source=token.source, reason=reason)
    return True


def token_behind(text: str, *, now: datetime) -> MachineToken | None:
    """The live token that this text is; None for every other text."""
    if not is_of(settings.ENVIRONMENT, text):
        return None
    living = Q(expires_at=None) | Q(expires_at__gt=now)
    token = MachineToken.objects.filter(living, digest=digest_of(text), revoked_at=None).first()
    if token and (token.last_used_at is None or now - token.last_used_at >= SEEN_AGAIN_AFTER):
        MachineToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def actor_of(token: MachineToken) -> Actor:
    """Who acts when a program comes with this token."""
    return Actor(kind=ActorKind.TOKEN, name=token.name)
