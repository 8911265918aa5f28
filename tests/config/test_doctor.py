"""Does the doctor name every part that fails, with what to do, also when the database is down? (running.md §7)"""

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
import redis
from django.conf import settings
from psycopg import sql

from config.doctor import database, machine, surroundings, workspace
from config.doctor.examination import examine, exit_code, patient_here
from config.doctor.finding import Finding, Level, Patient
from config.environment import email_from_url
from config.services.local_secrets import made_once
from config.services.mail_sink import MailSink
from config.services.place import Place, make_state
from config.services.server_user import ServerUser
from config.services.tick_mark import mark_tick

Break = Callable[[Patient], Patient]


@pytest.fixture
def patient(services: SimpleNamespace, tmp_path: Path) -> Patient:
    """A sound one: this run's services, a state directory of its own, two keys."""
    us = ServerUser(os.getuid(), os.getgid(), "us", other=False)
    place = Place(tmp_path / "var", tmp_path / "s", us)
    make_state(place)
    mark_tick(place.state)
    made_once(place.secrets, "django")
    return dataclasses.replace(
        patient_here(),
        place=place,
        embedded=False,
        redis_url=services.environ["REDIS_URL"],
        storage_url=(place.state / "files").as_uri(),
        secret_key="s" * 50,
        master_key="m" * 64,
    )


@pytest.fixture
def sink_patient(patient: Patient, smtp_sink: MailSink) -> Patient:
    return dataclasses.replace(patient, mail=email_from_url(smtp_sink.url))


def _levels(found: list[Finding]) -> dict[str, Level]:
    return {finding.check: finding.level for finding in found}


@pytest.mark.django_db
def test_a_sound_installation_has_no_blocker_and_every_check_answers(sink_patient: Patient) -> None:
    found = examine(sink_patient)
    # Temporary clusters of tests run without fsync, and the doctor says so.
    wrong = {finding.check: finding for finding in found if EXITS[finding.level] and finding.check != "durability"}
    assert wrong == {}
    assert len(found) == len({finding.check for finding in found}) == 28
    assert all(finding.measured and finding.wanted for finding in found)


EXITS = {Level.OK: 0, Level.NOTE: 0, Level.UNKNOWN: 1, Level.BLOCKER: 2}


def _changed(**changes: object) -> Break:
    return lambda patient: dataclasses.replace(patient, **changes)  # type: ignore[arg-type]  # fields by name


def _with_state(act: Callable[[Path], object]) -> Break:
    def broken(patient: Patient) -> Patient:
        act(patient.place.state)
        return patient

    return broken


def _other_lock(patient: Patient) -> Patient:
    root = patient.place.state
    (root / "requirements-core.txt").write_text("django==1.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    return dataclasses.replace(patient, root=root)


def _long_sockets(patient: Patient) -> Patient:
    return dataclasses.replace(patient, place=dataclasses.replace(patient.place, sockets=Path("/" + "s" * 90)))


def _stranger(state: Path) -> None:
    run = {"pid": 1, "children": [_member(os.getpid())]}
    (state / "run.json").write_text(json.dumps(run), encoding="utf-8")


def _member(pid: int) -> dict[str, object]:
    from config.services.marks import mark_of  # noqa: PLC0415  (only this test needs it)

    return {"name": "web", "pid": pid, "mark": mark_of(pid), "signal": 15}


BROKEN: list[tuple[Callable[[Patient], Finding], Break, Level]] = [
    (machine.packages, _other_lock, Level.BLOCKER),
    (machine.chromium, _changed(chromium="/nowhere/chromium"), Level.NOTE),
    (machine.languages, _changed(root=Path("/nowhere")), Level.NOTE),
    (workspace.state_directory, _with_state(lambda state: state.chmod(0o755)), Level.NOTE),
    (workspace.private_files, _with_state(lambda state: (state / "secrets/django").chmod(0o644)), Level.BLOCKER),
    (workspace.socket_path, _long_sockets, Level.BLOCKER),
    (workspace.keys, _changed(environment="production", master_key=""), Level.BLOCKER),
    (workspace.keys, _changed(environment="production", master_key="s" * 50), Level.BLOCKER),
    (workspace.keys, _changed(environment="staging", secret_key="only-for-building-" + "x" * 40), Level.BLOCKER),
    (workspace.stale_processes, _with_state(_stranger), Level.BLOCKER),
    (surroundings.broker, _changed(redis_url="unix:///nowhere/valkey.sock"), Level.BLOCKER),
    (surroundings.tick, _with_state(lambda state: (state / "tick").unlink()), Level.UNKNOWN),
    (surroundings.tick, _with_state(lambda state: os.utime(state / "tick", (0, 0))), Level.BLOCKER),
    (surroundings.mail, _changed(mail=email_from_url("smtp://127.0.0.1:1?timeout=1")), Level.BLOCKER),
    (surroundings.mail, _changed(environment="production", mail=email_from_url("")), Level.BLOCKER),
    (surroundings.storage, _changed(storage_url="nosuchscheme://bucket"), Level.BLOCKER),
    (surroundings.migrations, _changed(database_url="postgresql://u:p@127.0.0.1:1/n"), Level.UNKNOWN),
]


@pytest.mark.parametrize(("check", "breaking", "level"), BROKEN)
def test_a_broken_part_is_named_with_a_remedy(
    patient: Patient, check: Callable[[Patient], Finding], breaking: Break, level: Level
) -> None:
    found = check(breaking(patient))
    assert (found.check, found.level) == (check.__name__, level)
    assert found.remedy
    assert found.remedy in found.sentence()


def test_a_database_that_does_not_answer_is_one_finding_and_the_others_go_on(patient: Patient) -> None:
    away = dataclasses.replace(patient, database_url="postgresql://u:p@127.0.0.1:1/nowhere")
    found = database.examine(away)
    assert _levels(found) == {"database": Level.BLOCKER}
    assert "127.0.0.1" in found[0].measured


def test_an_owner_or_superuser_in_the_application_s_place_is_a_blocker(
    patient: Patient, services: SimpleNamespace
) -> None:
    as_owner = dataclasses.replace(patient, database_url=services.environ["DATABASE_OWNER_URL"])
    found = {finding.check: finding for finding in database.examine(as_owner)}
    assert found["database_role"].level is Level.BLOCKER
    assert "may bypass row security" in found["database_role"].measured


@pytest.fixture
def owner(live_db: SimpleNamespace) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(live_db.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection


def test_an_unguarded_table_and_a_missing_migration_are_named(
    patient: Patient, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    owner.execute("CREATE TABLE unguarded (account_id bigint)")
    owner.execute(sql.SQL("DELETE FROM django_migrations WHERE app = {}").format(sql.Literal("sessions")))
    found = {finding.check: finding for finding in (*database.examine(patient), surroundings.migrations(patient))}
    assert (found["row_security"].level, found["row_security"].measured) == (Level.BLOCKER, "unguarded")
    assert found["durability"].level is Level.BLOCKER  # tests run with fsync off
    assert found["migrations"].level is Level.BLOCKER


def test_a_broker_that_may_forget_is_a_blocker(patient: Patient) -> None:
    with redis.Redis.from_url(patient.redis_url) as line:
        line.config_set("maxmemory-policy", "allkeys-lru")
        try:
            found = surroundings.broker(patient)
        finally:
            line.config_set("maxmemory-policy", "noeviction")
    assert found.level is Level.BLOCKER
    assert "allkeys-lru" in found.measured


def test_the_command_works_with_everything_down_and_its_exit_code_is_the_worst(tmp_path: Path) -> None:
    environ = {**os.environ, "SUNSETTER_STATE": str(tmp_path / "var"), "DATABASE_URL": "postgresql://u:p@127.0.0.1:9/n"}
    command = [sys.executable, "manage.py", "doctor", "--json"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environ, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert done.returncode == said["exit"] == 2
    assert {"database", "python", "storage"} <= {finding["check"] for finding in said["findings"]}
    assert not (tmp_path / "var").exists()  # it looks, and makes nothing


def test_the_exit_code_tells_a_blocker_from_what_could_not_be_checked() -> None:
    def found(*levels: Level) -> list[Finding]:
        return [Finding("x", level, "a", "b") for level in levels]

    assert exit_code(found(Level.OK, Level.NOTE)) == 0
    assert exit_code(found(Level.OK, Level.UNKNOWN)) == 1
    assert exit_code(found(Level.BLOCKER, Level.UNKNOWN)) == 2
