"""Which names and words stand behind the digests of a proof, and who must never be written down again?"""

import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from lifecycle.api import Account, AuditEvent, record
from lifecycle.rules.actors import Actor
from notifications.models import PersonalValue
from notifications.rules.proof_chain import digest

FORGOTTEN = "notifications.person.forgotten"
_SALT_BYTES = 16
_PERSON_LIMIT = 254


@transaction.atomic
def forget_person(*, account: Account, names: Iterable[str], actor: Actor, now: datetime) -> int:
    """Deletes the values behind a person's hashes, by address, login or name; the chain still verifies.

    The record of it holds salted digests of the names: what is chained later never keeps a value of theirs again.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)  # not while their values are being kept
    people = sorted({_named(each) for each in names if each.strip()})
    gone, _by_model = PersonalValue.objects.filter(account=account, person__in=people).delete()
    salt = secrets.token_hex(_SALT_BYTES)
    marks = [digest(salt, each) for each in people]
    record(FORGOTTEN, subject=account.key, actor=actor, at=now, account=account, values=gone, salt=salt, people=marks)
    return gone


class Digests:
    """The same value of one account has one digest, until it is erased. `keep` writes down what is new."""

    def __init__(self, account: Account) -> None:
        self._account = account
        rows = PersonalValue.objects.filter(account=account)
        self._known = {(row.value, row.person): row.digest for row in rows}
        self._new: list[PersonalValue] = []
        self._erased = tuple(_erased(account))

    def of(self, value: str, person: str) -> str:
        key = (value, _named(person))
        if key not in self._known:
            salt = secrets.token_hex(_SALT_BYTES)
            self._known[key] = digest(salt, value)
            if not self._is_erased(key[1], _named(value)):
                self._new.append(
                    PersonalValue(account=self._account, digest=self._known[key], salt=salt, value=value, person=key[1])
                )
        return self._known[key]

    def keep(self) -> None:
        PersonalValue.objects.bulk_create(self._new)

    def _is_erased(self, *names: str) -> bool:
        return any(digest(salt, name) in marks for salt, marks in self._erased for name in names)


def _named(name: str) -> str:
    return name.strip().lower()[:_PERSON_LIMIT]


def _erased(account: Account) -> Iterator[tuple[str, frozenset[str]]]:
    """(salt, digests of names) of each erasure."""
    for body in AuditEvent.objects.filter(account=account, action=FORGOTTEN).values_list("body", flat=True):
        facts = json.loads(body)["facts"]
        yield facts.get("salt", ""), frozenset(facts.get("people", ()))
