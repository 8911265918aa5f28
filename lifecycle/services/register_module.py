"""How does a feature of the host product become a module on record, and how does it leave?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from lifecycle.models import Module
from lifecycle.rules import registering
from lifecycle.rules.actors import Actor
from lifecycle.rules.policies import Criticality
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.refusal import BadInput, Refused


@dataclass(frozen=True, slots=True)
class Registered:
    module: Module
    is_new: bool


@transaction.atomic
def register_module(
    *,
    key: str,
    name: str,
    owner_email: str = "",
    criticality: Criticality = Criticality.CORE,
    actor: Actor,
    now: datetime,
) -> Registered:
    """Use that activity named before is its own from then on. The same words again change nothing.

    Raises Refused, also when the key stands there with other words, and BadInput for words that no module can have.
    """
    verdict = registering.may_register(actor)
    if not verdict:
        raise Refused(verdict)
    said = {"name": name.strip(), "owner_email": owner_email.strip(), "criticality": criticality.value}
    _check(key, said)
    module, is_new = Module.objects.get_or_create(key=key, defaults=said)
    if is_new:
        _record(module, plan_key="", actor=actor, now=now)
    elif {field: getattr(module, field) for field in said} != said:
        raise Refused(blocked("module_known", Reason.BROKEN_RULE, subject=key, called=module.name))
    return Registered(module, is_new)


def module_of_plan(*, key: str, said: Mapping[str, object], plan_key: str, actor: Actor, now: datetime) -> Module:
    """What a plan file says of its module holds; within the transaction that applies it."""
    module, is_new = Module.objects.update_or_create(key=key, defaults=said)
    if is_new:
        _record(module, plan_key=plan_key, actor=actor, now=now)
    return module


def removal_verdict(*, key: str, actor: Actor) -> Verdict:
    """May this person remove it? Raises BadInput where no module is called so."""
    module = Module.objects.filter(key=key).first()
    if module is None:
        raise BadInput(f"No module is called {key!r}: `manage.py module list` lists them.")
    plans = tuple(module.plans.order_by("key").values_list("key", flat=True))
    replaced = tuple(Module.objects.filter(replacement_module=module).order_by("key").values_list("key", flat=True))
    return registering.may_remove(actor, key=key, plans=plans, replaced=replaced)


@transaction.atomic
def remove_module(*, key: str, actor: Actor, reason: str, now: datetime) -> None:
    """One that was registered by mistake. Its use stays counted, under unregistered modules. Raises Refused."""
    Module.objects.select_for_update().filter(key=key).first()  # no plan for it begins meanwhile
    verdict = removal_verdict(key=key, actor=actor) + registering.has_reason(reason)
    if not verdict:
        raise Refused(verdict)
    Module.objects.filter(key=key).delete()
    record("lifecycle.module.removed", subject=key, actor=actor, at=now, reason=reason)


def _record(module: Module, *, plan_key: str, actor: Actor, now: datetime) -> None:
    record(
        "lifecycle.module.registered",
        subject=module.key,
        actor=actor,
        at=now,
        plan_key=plan_key,
        name=module.name,
        criticality=module.criticality,
    )


def _check(key: str, said: Mapping[str, str]) -> None:
    if not registering.is_module_name(said["name"]):
        raise BadInput(f"{key!r} cannot be registered so. name: 1 to 200 characters on one line")
    try:
        Module(key=key, **said).clean_fields()
    except ValidationError as fault:
        found = "; ".join(f"{field}: {' '.join(words)}" for field, words in sorted(fault.message_dict.items()))
        raise BadInput(f"{key!r} cannot be registered so. {found}") from fault
