"""Is whatever the database's own owner does to the ledger found and named (P7)?"""

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import LiteralString

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql

from lifecycle.api import AuditEvent, record, sequence, sequence_all, verify
from lifecycle.models import AuditHead, AuditLink
from lifecycle.rules.actors import Actor
from lifecycle.rules.audit_chain import GENESIS, link_hash
from tests.cast import NOON

ACTS = 6


def act(number: int) -> AuditEvent:
    with transaction.atomic():
        actor = Actor.system("tick")
        return record("lifecycle.plan.advanced", subject=f"s{number}", actor=actor, at=NOON, plan_key="p", n=number)


class Owner:
    """The database's owner, who may do everything but read the installation's secret; and can undo it, for us."""

    TABLES = ("lifecycle_auditevent", "lifecycle_auditlink", "lifecycle_audithead")

    def __init__(self, services: SimpleNamespace) -> None:
        self.connection = psycopg.connect(services.environ["DATABASE_OWNER_URL"], autocommit=True)
        self.does("SET session_replication_role = replica")  # no foreign key stops an owner
        for table in self.TABLES:
            names = _names(f"kept_{table}", table)  # temporary: after a lasting table the database is copied anew
            self.connection.execute(sql.SQL("CREATE TEMPORARY TABLE {} AS TABLE {}").format(*names))

    def does(self, *statements: LiteralString) -> None:
        for statement in statements:
            self.connection.execute(statement)

    def restores(self) -> None:
        for table in self.TABLES:
            names = _names(table, f"kept_{table}")
            self.connection.execute(sql.SQL("DELETE FROM {}").format(names[0]))
            self.connection.execute(sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE TABLE {}").format(*names))


def _names(*names: str) -> tuple[sql.Identifier, ...]:
    return tuple(sql.Identifier(name) for name in names)


@pytest.fixture
def owner(live_db: SimpleNamespace) -> Iterator[Owner]:
    """A ledger of six acts, sequenced two by two: checkpoints stand at 2, 4 and 6."""
    for number in range(1, ACTS + 1):
        act(number)
        if number % 2 == 0:
            assert sequence(now=NOON) == 2
    assert verify().fault is None
    owner = Owner(live_db)
    yield owner
    owner.connection.close()


def found() -> tuple[str, int] | None:
    fault = verify().fault
    return (fault.kind, fault.seq) if fault else None


TAMPERINGS: dict[tuple[LiteralString, ...], tuple[str, int]] = {
    ("UPDATE lifecycle_auditevent SET uuid = gen_random_uuid() WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditevent SET plan_key = plan_key || 'x' WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditevent SET action = 'lifecycle.plan.closed' WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditevent SET actor = 'Olga' WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditevent SET subject = subject || ' ' WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditevent SET at = at + interval '1 microsecond' WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditevent SET account_id = 1 WHERE subject = 's5'",): ("columns", 5),
    ("UPDATE lifecycle_auditlink SET hash = repeat('f', 64) WHERE seq = 4",): ("changed", 4),
    ("UPDATE lifecycle_auditlink SET previous_hash = repeat('f', 64) WHERE seq = 4",): ("fork", 4),
    (
        "DELETE FROM lifecycle_auditevent WHERE subject = 's5'",
        "DELETE FROM lifecycle_auditlink WHERE seq = 5",
    ): ("gap", 5),
    ("DELETE FROM lifecycle_auditlink WHERE seq = 1",): ("gap", 1),
    ("DELETE FROM lifecycle_auditevent WHERE subject = 's5'",): ("gap", 5),
    (  # deleted, and the others moved up
        "DELETE FROM lifecycle_auditlink WHERE seq = 3",
        "UPDATE lifecycle_auditlink SET seq = seq + 1000 WHERE seq > 3",
        "UPDATE lifecycle_auditlink SET seq = seq - 1001 WHERE seq > 1000",
    ): ("fork", 3),
    (  # swapped
        "UPDATE lifecycle_auditlink one SET event_id = -other.event_id FROM lifecycle_auditlink other"
        " WHERE one.seq + other.seq = 7 AND one.seq IN (3, 4)",
        "UPDATE lifecycle_auditlink SET event_id = -event_id WHERE event_id < 0",
    ): ("changed", 3),
    (  # slipped in
        "UPDATE lifecycle_auditlink SET seq = seq + 1000 WHERE seq >= 3",
        "UPDATE lifecycle_auditlink SET seq = seq - 999 WHERE seq > 1000",
        "INSERT INTO lifecycle_auditlink (seq, event_id, previous_hash, hash, linked_at)"
        " SELECT 3, 999, previous_hash, repeat('e', 64), now() FROM lifecycle_auditlink WHERE seq = 4",
        "INSERT INTO lifecycle_auditevent (id, uuid, plan_key, action, actor, subject, at, body)"
        " OVERRIDING SYSTEM VALUE VALUES (999, gen_random_uuid(), 'p', 'a', 'Olga', 's', now(), '{}')",
    ): ("changed", 3),
    ("UPDATE lifecycle_audithead SET signature = 'é' || signature WHERE size = 4",): ("signature", 4),
    ("UPDATE lifecycle_audithead SET hash = repeat('a', 64) WHERE size = 4",): ("signature", 4),
    ("UPDATE lifecycle_audithead SET at = at - interval '1 s' WHERE size = 4",): ("signature", 4),
}


@pytest.mark.slow("dozens of real tamperings, each committed and undone")
def test_each_tampering_is_found_and_named_at_its_place(owner: Owner) -> None:
    for statements, named in TAMPERINGS.items():
        owner.does(*statements)
        assert (statements, found()) == (statements, named)
        owner.restores()
        assert found() is None


@pytest.mark.slow("one commit and one verification per byte")
def test_every_flipped_byte_of_a_body_is_found_at_its_place(owner: Owner) -> None:
    link = AuditLink.objects.select_related("event").get(seq=3)
    whole, verdicts = link.event.body, set()
    for position in range(len(whole)):
        flipped = whole[:position] + chr(ord(whole[position]) ^ 1) + whole[position + 1 :]
        change = "UPDATE lifecycle_auditevent SET body = %s WHERE id = %s"
        owner.connection.execute(change, [flipped, link.event_id])
        verdicts.add(found())
    assert verdicts == {("changed", 3)}


CUTS: dict[int, tuple[LiteralString, ...]] = {
    0: ("DELETE FROM lifecycle_auditevent", "DELETE FROM lifecycle_auditlink"),
    1: (
        "DELETE FROM lifecycle_auditevent WHERE id IN (SELECT event_id FROM lifecycle_auditlink WHERE seq > 1)",
        "DELETE FROM lifecycle_auditlink WHERE seq > 1",
    ),
    4: ("DELETE FROM lifecycle_auditlink WHERE seq > 4",),  # their acts stay and wait for a place
    5: ("DELETE FROM lifecycle_auditlink WHERE seq > 5",),
}


def test_a_cut_tail_is_named_by_a_checkpoint_and_stays_so_while_work_goes_on(owner: Owner) -> None:
    for kept, statements in CUTS.items():
        owner.does(*statements)
        assert found() == ("tail", kept + 1)
        act(99)
        assert sequence_all(now=NOON) == 0  # a cut chain is not continued: that would hide the cut
        assert found() == ("tail", kept + 1)
        owner.restores()


def test_a_whole_chain_forged_anew_contradicts_its_checkpoints(owner: Owner) -> None:
    """A fork: everything fits together again, but the checkpoint's signature needs the installation's secret."""
    previous, action = GENESIS, "lifecycle.plan.cancelled"
    for row in AuditLink.objects.select_related("event").order_by("seq"):
        body = row.event.body.replace("lifecycle.plan.advanced", action)
        digest = link_hash(seq=row.seq, previous=previous, body=body)
        change = "UPDATE lifecycle_auditevent SET body = %s, action = %s WHERE id = %s"
        owner.connection.execute(change, [body, action, row.event_id])
        change = "UPDATE lifecycle_auditlink SET hash = %s, previous_hash = %s WHERE seq = %s"
        owner.connection.execute(change, [digest, previous, row.seq])
        previous = digest
    assert found() == ("fork", 2)
    owner.does("UPDATE lifecycle_audithead head SET hash = link.hash FROM lifecycle_auditlink link WHERE seq = size")
    assert found() == ("signature", 2)


def test_two_sequencers_make_one_chain(live_db: SimpleNamespace) -> None:
    assert live_db
    start = threading.Barrier(3)
    done: list[int] = []

    def work(job: int) -> None:
        try:
            start.wait()
            if job == 0:
                for number in range(60):
                    act(number)
            else:
                done.extend(sequence(now=NOON, limit=3) for _ in range(40))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[job]) for job in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.append(sequence_all(now=NOON))
    assert sum(done) == 60
    assert list(AuditLink.objects.values_list("seq", flat=True)) == list(range(1, 61))
    report = verify()
    assert (report.fault, report.verified, report.waiting) == (None, 60, 0)


def test_a_sequencer_that_dies_before_commit_leaves_no_gap(live_db: SimpleNamespace) -> None:
    assert live_db
    act(1)

    def die() -> None:
        with transaction.atomic():
            assert sequence(now=NOON) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die()
    assert not AuditLink.objects.exists()
    act(2)
    assert sequence_all(now=NOON) == 2
    assert verify().fault is None


def test_an_act_committed_late_gets_a_later_place_not_none(live_db: SimpleNamespace) -> None:
    """Ids appear out of order: the sequencer asks for what has no place, never for ids beyond the last."""
    begun, seen = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record("lifecycle.plan.advanced", subject="slow", actor=Actor.system("tick"), at=NOON)
            begun.set()
            seen.wait(10)
        connection.close()

    assert live_db
    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(10)
    act(2)
    assert sequence_all(now=NOON) == 1
    seen.set()
    thread.join()
    assert sequence_all(now=NOON) == 1
    assert [link.event.subject for link in AuditLink.objects.select_related("event")] == ["s2", "slow"]
    assert verify().fault is None


@pytest.mark.django_db
def test_an_empty_ledger_holds_and_waiting_acts_are_counted() -> None:
    report = verify()
    assert (report.verified, report.waiting, report.head, report.fault) == (0, 0, GENESIS, None)
    act(1)
    assert verify().waiting == 1
    assert sequence_all(now=NOON) == 1
    assert AuditHead.objects.get().hash == verify().head
