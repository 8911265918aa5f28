"""Does `audit` say by its exit whether the ledger holds: 0 verified, 2 tampered, 3 nothing, 4 waiting?"""

import json
from io import StringIO
from types import SimpleNamespace

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from tests.cast import NOON


def act(number: int, plan_key: str = "p") -> None:
    with transaction.atomic():
        record("lifecycle.plan.advanced", subject=number, actor=Actor.system("tick"), at=NOON, plan_key=plan_key)


def audit(*arguments: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("audit", *arguments, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


@pytest.mark.django_db
def test_nothing_recorded_is_nothing_to_do() -> None:
    assert audit("verify") == (3, "Nothing is recorded yet.\n")
    assert audit("export") == (3, "")


@pytest.mark.django_db
def test_a_whole_ledger_is_verified_with_its_head() -> None:
    for number in range(3):
        act(number)
    code, said = audit("verify", "--json")
    found = json.loads(said)
    assert (code, found["verified"], found["waiting"], found["fault"]) == (0, 3, 0, None)
    assert audit("verify") == (0, f"Verified: 3 events, last hash {found['head']}.\n")


@pytest.mark.django_db
def test_export_gives_the_acts_of_a_plan_with_their_places() -> None:
    act(1)
    act(2, plan_key="q")
    audit("verify")
    _, said = audit("export", "--plan", "q", "--json")
    (row,) = json.loads(said)
    assert row["seq"] == 2
    assert json.loads(row["body"])["plan"] == "q"
    assert len(audit("export")[1].splitlines()) == 2


def test_tampering_and_a_cut_tail_end_with_two_and_the_place(live_db: SimpleNamespace) -> None:
    for number in range(4):
        act(number)
    assert audit("verify")[0] == 0
    with psycopg.connect(live_db.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("UPDATE lifecycle_auditevent SET body = replace(body, 'tick', 'tock') WHERE subject = '2'")
        tampered = "TAMPERED: event 3 was changed after it was recorded.\n2 events before it hold.\n"
        assert audit("verify") == (2, tampered)
        owner.execute("UPDATE lifecycle_auditevent SET body = replace(body, 'tock', 'tick') WHERE subject = '2'")
        owner.execute("DELETE FROM lifecycle_auditlink WHERE seq > 2")
    cut = "TAMPERED: events 3 to 4 are missing: a checkpoint names them.\n2 events before it hold.\n"
    assert audit("verify") == (2, cut)
    code, said = audit("verify", "--json")
    assert (code, json.loads(said)["fault"]["kind"]) == (2, "tail")
