"""Can we prove to an account what it was told, and does the proof still hold once a person is erased?"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.module_loading import import_string

from lifecycle.api import Account, BadInput, record
from lifecycle.rules.actors import Actor
from notifications.models import PersonalValue, ProofEntry
from notifications.rules.proof_chain import Link, canonical, faults, link, wrong_values
from notifications.services.proof_facts import ProvenFact, facts_of
from notifications.services.proof_names import Digests
from notifications.services.proof_seal import HEAD, VERSION, seal, seal_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file says and where it breaks. `is_signed`: by us, or by the key that was named as trusted.

    `key` is the fingerprint of whoever signed, ours or not; empty when nobody did, or a secret of ours before.
    """

    account: str
    entries: int
    erased: int
    faults: tuple[str, ...]
    is_signed: bool
    key: str

    @property
    def is_sound(self) -> bool:
        return not self.faults and self.is_signed


@transaction.atomic
def keep_proof(account: Account, *, now: datetime) -> int:
    """Chains whatever happened since; returns how many entries were new. Two at once: the second waits."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    known = set(ProofEntry.objects.filter(account=account).values_list("source", flat=True))
    last = ProofEntry.objects.filter(account=account).order_by("-n").first()
    n, prev = (last.n, last.sha) if last else (0, "")
    digests = Digests(account)
    made = []
    for fact in facts_of(account):
        if fact.source in known:
            continue
        n += 1
        found = link(n, _body(fact, digests), prev)
        prev = found.sha
        made.append(
            ProofEntry(
                account=account, n=n, source=fact.source, body=found.body, prev_sha=found.prev_sha, sha=prev, at=now
            )
        )
    digests.keep()
    ProofEntry.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def proof_of(account: Account, *, actor: Actor, now: datetime) -> dict[str, object]:
    """The proof file of an account as JSON knows it; `personal` holds who was not erased. Who took it is on record."""
    keep_proof(account, now=now)
    entries = list(ProofEntry.objects.filter(account=account).order_by("n"))
    head = entries[-1].sha if entries else ""
    personal = PersonalValue.objects.filter(account=account).order_by("digest")
    made_at = now.astimezone(UTC).isoformat()
    said = dict(zip(HEAD, (VERSION, account.key, account.name, made_at, len(entries), head), strict=True))
    record("notifications.proof.taken", subject=account.key, actor=actor, at=now, account=account, entries=len(entries))
    return {
        **said,
        "signature": seal(said),
        "entries": [{"n": row.n, "body": row.body, "prev_sha": row.prev_sha, "sha": row.sha} for row in entries],
        "personal": {row.digest: {"salt": row.salt, "value": row.value} for row in personal},
    }


def proof_paper(proof: Mapping[str, object]) -> bytes:
    """The same as PDF. Its library is loaded only now: no command and no worker waits for it otherwise."""
    write: Callable[[Mapping[str, object]], bytes] = import_string("notifications.services.proof_pdf.proof_pdf")
    return write(proof)


def check_proof(text: str | bytes, *, trusted: str = "") -> Checked:
    """From the bytes of a file alone; `trusted` is the fingerprint of a key beside ours. Raises BadInput."""
    try:
        found = json.loads(text)
        links = [Link(each["n"], each["body"], each["prev_sha"], each["sha"]) for each in found["entries"]]
        personal = [(key, each["salt"], each["value"]) for key, each in found["personal"].items()]
        account, count, head = (found[name] for name in ("account", "count", "head"))
        sealed = seal_of(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"This is no proof file: {type(error).__name__}. `notices proof ACCOUNT` writes one.") from error
    broken = [f"entry {each.n}: {each.what}" if each.n else each.what for each in faults(links, count=count, head=head)]
    broken += [f"{each}: the value is not the one that was hashed" for each in wrong_values(personal)]
    erased = {each for one in links for each in _digests_in(one.body)} - set(found["personal"])
    is_signed = sealed.is_ours or (sealed.holds and sealed.key == trusted)
    return Checked(str(account), len(links), len(erased), tuple(broken), is_signed, sealed.key)


def _body(fact: ProvenFact, digests: Digests) -> str:
    hidden = {name: digests.of(value, whose) for name, value, whose in fact.personal}
    facts = {"kind": fact.kind, "plan": fact.plan, "at": fact.at.astimezone(UTC).isoformat(), "facts": fact.facts}
    return canonical({**facts, "personal": hidden} if hidden else facts)


def _digests_in(body: str) -> list[str]:
    try:
        return list(json.loads(body).get("personal", {}).values())
    except ValueError:
        return []
