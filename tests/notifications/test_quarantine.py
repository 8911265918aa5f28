"""Yesterday's backup is restored: does nothing leave until a person looked, and nobody gets a letter twice (P1)?"""

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from pytest_django import Settings

from config.doctor import notices
from config.doctor.examination import patient_here
from config.doctor.finding import Level
from config.services.mail_sink import MailSink
from lifecycle.models import AuditEvent
from notifications.api import deliver_due, reconcile
from notifications.models import Delivery, DeskTask, LedgerMark, Quarantine, Touchpoint
from notifications.rules.quarantine import Anchor
from notifications.services.anchor import look_at_anchor
from notifications.storage.anchors import write_anchor
from tests.cast import corner_shop, dora, neighbour, olga
from tests.notifications.scenes import announced, days_later

AS_OLGA = ("--as", "olga@sunsetter.example")


def run(*words: str, code: int = 0) -> str:
    out, err, ended = StringIO(), StringIO(), 0
    try:
        call_command("notices", "quarantine", *words, stdout=out, stderr=err)
    except SystemExit as exit_:
        ended = int(exit_.code or 0)
    assert ended == code, err.getvalue()
    return out.getvalue() + err.getvalue()


def _copy(services: SimpleNamespace, source: str, target: str) -> None:
    """What a backup is to a database, byte for byte: the server's own copy."""
    connections.close_all()
    owner = services.environ["DATABASE_OWNER_URL"]
    head, _, options = owner.partition("?")
    with psycopg.connect(f"{head.rpartition('/')[0]}/postgres?{options}", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        names = sql.Identifier(target), sql.Identifier(source)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        if target.endswith("backup"):
            return
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(source)))


def test_what_a_restored_ledger_forgot_is_held_listed_and_never_sent_twice(
    live_db: SimpleNamespace, mail: MailSink, settings: Settings, tmp_path: Path
) -> None:
    """notices case 38"""
    settings.ANCHOR_EVERY_S, settings.ANCHOR_DIRS = 0.0, (str(tmp_path),)
    name = str(connections["default"].settings_dict["NAME"])
    olga()
    dora()
    plan = announced(corner_shop(), neighbour())
    first, second = _announcements()
    deliver_due(now=first)
    LedgerMark.objects.create(environment="test")  # killed before it was written outside: no reason to stop
    assert look_at_anchor().may_send
    _copy(live_db, name, f"{name}_backup")
    deliver_due(now=second)
    assert _sent(mail) == TWO
    _copy(live_db, f"{name}_backup", name)

    next_day = days_later(1, since=second)
    assert not reconcile(plan_id=plan.pk, now=next_day)  # what it thinks untold keeps its day, by which it is in doubt
    assert _announcements() == (first, second)
    deliver_due(now=next_day)
    assert _sent(mail) == TWO
    assert not Delivery.objects.filter(status__in=["ready", "claimed"]).exists()
    assert Quarantine.objects.get().reason == "older"
    assert AuditEvent.objects.filter(action="notifications.quarantine.opened").count() == 1
    assert "nothing leaves" in run("show")
    assert "Nobody has said yet" in run("release", "--reason", "restored", *AS_OLGA, code=2)
    assert "another person" in run("reconcile", "--as", "dora@sunsetter.example", code=2)
    assert json.loads(run("reconcile", *AS_OLGA, "--json")) == {"sent": 0, "unsent": 0, "doubtful": 1}
    addresses = "".join(f"to=<{each}> status=sent\n" for each in TWO)
    message_id = Delivery.objects.get(channel="email", status="held").message_id
    logs = ("to=<nobody@x.example>", addresses, addresses + message_id)  # a short one, then one of the whole time
    assert [_reconciled(tmp_path, log) for log in logs] == [(0, 1, 0), (0, 0, 1), (1, 0, 0)]
    run("release", "--reason", "the log was read", *AS_OLGA)
    run("show", code=3)
    reconcile(plan_id=plan.pk, now=days_later(2, since=second))
    deliver_due(now=days_later(2, since=second))
    assert _sent(mail) == TWO
    assert Delivery.objects.filter(channel="email", status="accepted").count() == 2


@pytest.mark.django_db
def test_a_copy_of_another_environment_sends_nothing_and_what_is_in_doubt_waits_for_a_person(
    mail: MailSink, settings: Settings, tmp_path: Path
) -> None:
    """notices cases 38 and 39: production's database in staging, though staging may write to these domains."""
    olga()
    announced(corner_shop(), neighbour())
    first, second = _announcements()
    deliver_due(now=first)
    settings.ENVIRONMENT, settings.EMAIL_ALLOWED_DOMAINS = "staging", ("neighbour.example", "corner-shop.example")
    deliver_due(now=second)
    assert (len(mail.messages), Quarantine.objects.get().reason) == (1, "label")
    found = notices.anchor(patient_here())
    assert (found.level, found.measured) == (Level.BLOCKER, "quarantine (label): nothing leaves")
    run("reconcile", *AS_OLGA)
    Quarantine.objects.update(doubtful_until=first)  # by the files of a host that had sent until then
    anchor = Anchor(str(uuid4()), "staging", first, second)
    write_anchor([settings.STATE_DIR], anchor, lineage=str(LedgerMark.objects.earliest("id")))
    for _ in range(2):
        deliver_due(now=second)
        row = Quarantine.objects.get()
        assert (row.doubtful_until, row.reconciled_at) == (second, None)  # this one knows of later ones
    assert "Nobody has said yet" in run("release", "--reason", "a rehearsal", *AS_OLGA, code=2)
    run("reconcile", *AS_OLGA)
    later = days_later(1, since=second)  # re-dated on another host that had not looked
    Touchpoint.objects.filter(due_at=second).update(due_at=later)
    Delivery.objects.filter(status="held").update(not_before=later)
    log = tmp_path / "mail.log"
    log.write_text("to=<somebody@else.example>, status=sent", encoding="utf-8")
    run("reconcile", "--sent", str(log), "--whole", *AS_OLGA)
    assert " 0 are uncertain" in run("release", "--reason", "a rehearsal", *AS_OLGA)
    Delivery.objects.filter(hold_reason="paused").update(not_before=days_later(9), hold_reason="quarantine")
    Quarantine.objects.create(reason="older", ledger_at=later, doubtful_until=later, opened_at=later)
    run("reconcile", *AS_OLGA)  # a second restore: what the first log said holds no more
    assert "1 are uncertain" in run("release", "--reason", "another one", *AS_OLGA)
    deliver_due(now=days_later(1, since=second))
    doubtful = Delivery.objects.get(status="uncertain")
    assert doubtful.touchpoint.told_dates
    assert DeskTask.objects.get(kind="review_uncertain").source.endswith(str(doubtful.uuid))
    assert len(mail.messages) == 1


TWO = ["charlie@neighbour.example", "owner@corner-shop.example"]


def _announcements() -> tuple[datetime, datetime]:
    """The hours of the two accounts' first mails."""
    mails = Touchpoint.objects.filter(channel="email", notice__code="sunset_announced").order_by("due_at")
    first, second = mails.values_list("due_at", flat=True)
    return first, second


def _reconciled(folder: Path, log: str) -> tuple[int, int, int]:
    """How many were sent, unsent, and are in doubt."""
    (file := folder / "mail.log").write_text(log, encoding="utf-8")
    said = json.loads(run("reconcile", "--sent", str(file), "--whole", *AS_OLGA, "--json"))
    return said["sent"], said["unsent"], said["doubtful"]


def _sent(mail: MailSink) -> list[str]:
    return sorted(recipient for each in mail.messages for recipient in each.recipients)
