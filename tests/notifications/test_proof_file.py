"""What an account was told can be proven line by line, and still when a person was erased (A13, B1).

Notices case 19.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from config.services.mail_sink import MailSink
from lifecycle.models import Account, SunsetPlan
from notifications.api import (
    check_proof,
    close_desk_task,
    desk_tasks,
    forget_person,
    keep_proofs,
    proof_of,
    proof_paper,
)
from notifications.models import Delivery, PersonalValue, ProofEntry
from notifications.rules.statuses import TaskOutcome
from tests.cast import acme, dora, olga
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(mail: MailSink) -> datetime:
    """Three days after the announcement; a call was made, and a proof was kept."""
    plan = announced(acme())
    Account.objects.filter(key="acme").update(name="北极星科技 Полярный порт")
    live_until(plan, days_later(2))
    for task in desk_tasks(plan_id=plan.pk):
        close_desk_task(
            task_id=task.pk,
            outcome=TaskOutcome.REACHED,
            person="Алиса",
            note="will export",
            actor=dora().actor,
            now=days_later(2),
        )
    return live_until(plan, days_later(3), since=days_later(2))


def proof(now: datetime) -> str:
    return json.dumps(proof_of(acme(), actor=olga().actor, now=now), ensure_ascii=False)


def test_the_proof_of_an_account_verifies_until_somebody_touches_it(now: datetime, tmp_path: Path) -> None:
    first = proof_of(acme(), actor=olga().actor, now=now)
    assert sum(keep_proofs(plan_id=plan.pk, now=now) for plan in SunsetPlan.objects.all()) == 0
    text = json.dumps(first, ensure_ascii=False)
    kinds = {json.loads(each["body"])["kind"] for each in first["entries"]}  # type: ignore[attr-defined]  # JSON
    assert kinds >= {"told", "message", "attempt", "desk"}
    assert "it@acme.example" in text
    assert "it@acme.example" not in "".join(ProofEntry.objects.values_list("body", flat=True))
    assert check_proof(text).is_sound
    assert not check_proof(text.replace("accepted", "bounced_", 1)).is_sound
    assert not check_proof(text.replace("will export", "will not export")).is_sound
    for name, other in (("account_name", "Another"), ("made_at", "2020-01-01T00:00:00+00:00")):
        assert not check_proof(json.dumps({**first, name: other})).is_sound
    paper = proof_paper(first)
    assert paper.startswith(b"%PDF")
    assert b"STSong-Light" in paper
    call_command("notices", "proof", "acme", "--out", str(tmp_path))
    call_command("notices", "proof-verify", str(tmp_path / "proof-acme.json"))
    assert (tmp_path / "proof-acme.pdf").read_bytes().startswith(b"%PDF")


def test_a_person_who_is_erased_stays_out_and_the_chain_stands(now: datetime) -> None:
    """notices case 19: a contact is erased after the freeze; the proof stands, without the address."""
    assert "it@acme.example" in proof(now)
    gone = forget_person(account=acme(), names=["it@acme.example", "Алиса"], actor=olga().actor, now=now)
    after = proof(now)
    assert gone >= 2
    assert "it@acme.example" not in after
    assert "Алиса" not in after
    assert (check_proof(after).is_sound, check_proof(after).erased) == (True, gone)
    Delivery.objects.filter(channel="email").update(status="delivered")
    came_later = proof(now)
    assert check_proof(came_later).is_sound
    assert check_proof(came_later).entries > check_proof(after).entries
    assert "it@acme.example" not in came_later


def test_nobody_rewrites_a_proof(mail: MailSink) -> None:
    plan = announced(acme())
    live_until(plan, days_later(2))
    keep_proofs(plan_id=plan.pk, now=days_later(2))
    with pytest.raises(DatabaseError), transaction.atomic():
        ProofEntry.objects.update(body="{}")
    assert not PersonalValue.objects.filter(value="").exists()
