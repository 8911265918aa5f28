"""May somebody register a module, or remove one that was registered by mistake?"""

import re
from collections.abc import Sequence

from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
_NAME = re.compile(r"[^\r\n\x00]{1,200}\Z")


def is_module_key(text: str) -> bool:
    """Activity may name more: keys that begin with a dot, a dash or an underscore are counted, and no module's."""
    return bool(_KEY.match(text))


def is_module_name(text: str) -> bool:
    """On one line, as in a plan file: it becomes part of subjects and headings."""
    return bool(_NAME.match(text))


def may_register(actor: Actor) -> Verdict:
    """Whoever edits plans, since a plan registers its module too; or the command line."""
    return may(actor, Right.EDIT_PLAN) if actor.kind is ActorKind.PERSON else Verdict()


def may_remove(actor: Actor, *, key: str, plans: Sequence[str], replaced: Sequence[str]) -> Verdict:
    """A module that was ever planned, or that replaces one of `replaced`, stays on record."""
    verdict = may_register(actor)
    if plans:
        verdict += blocked("module_planned", Reason.BROKEN_RULE, subject=key, plans=", ".join(plans))
    if replaced:
        verdict += blocked("module_replaces", Reason.BROKEN_RULE, subject=key, modules=", ".join(replaced))
    return verdict


def has_reason(reason: str) -> Verdict:
    return Verdict() if reason.strip() else blocked("reason", Reason.BROKEN_RULE, detail="say why")
