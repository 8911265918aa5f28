"""Do the schema, the broker, the reconciler, the mail server and the file store do their part?"""

import secrets
import smtplib
import socket
from datetime import UTC, datetime

import fsspec
import psycopg
import redis

from config import health
from config.doctor.finding import Finding, Level, Patient, told
from config.services.tick_mark import last_tick


def migrations(patient: Patient) -> Finding:
    try:
        psycopg.connect(patient.database_url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return Finding("migrations", Level.UNKNOWN, "the database does not answer", "all applied", "see `database`.")
    answer = health.missing_migrations()
    return told("migrations", answer == "ok", answer, "all applied", "run `manage.py migrate`.")


def broker(patient: Patient) -> Finding:
    wanted = "Redis 6.2 or newer or Valkey, maxmemory-policy noeviction"
    try:
        with redis.Redis.from_url(patient.redis_url, socket_connect_timeout=3, socket_timeout=3) as line:
            policy = str(line.config_get("maxmemory-policy").get("maxmemory-policy", "hidden"))
            number = str(line.info("server").get("redis_version", "0"))
    except redis.ResponseError:
        return Finding("broker", Level.NOTE, "its settings may not be read", wanted, "ask who runs it.")
    except (redis.RedisError, ValueError) as problem:
        level = Level.UNKNOWN if patient.embedded else Level.BLOCKER
        remedy = "start `make run`." if patient.embedded else "start it or correct REDIS_URL."
        return Finding("broker", level, f"no answer ({type(problem).__name__})", wanted, remedy)
    fine = policy == "noeviction" and tuple(int(part) for part in number.split(".")[:2]) >= (6, 2)
    return told(
        "broker", fine, f"version {number}, {policy}", wanted, "set maxmemory-policy to noeviction, or upgrade."
    )


def tick(patient: Patient) -> Finding:
    wanted = f"a tick within {health.TICK_LIMIT.total_seconds():.0f} s"
    last = last_tick(patient.place.state)
    if last is None:
        return Finding("tick", Level.UNKNOWN, "never on this host", wanted, "start `manage.py tick --loop`.")
    age_s = (datetime.now(UTC) - last).total_seconds()
    fine = age_s < health.TICK_LIMIT.total_seconds()
    level = Level.UNKNOWN if patient.embedded else Level.BLOCKER
    return told("tick", fine, f"{age_s:.0f} s ago", wanted, "start `manage.py tick --loop` (or `make run`).", bad=level)


def mail(patient: Patient) -> Finding:
    """Greets the server and signs in; sends nothing."""
    server, wanted = patient.mail, "a mail server that answers"
    if server.backend != "smtp":
        bad = Level.BLOCKER if patient.environment == "production" else Level.NOTE
        return told("mail", False, "outbox: nothing leaves this machine", wanted, "set EMAIL_URL to send.", bad=bad)
    connect = smtplib.SMTP_SSL if server.tls else smtplib.SMTP
    try:
        with connect(server.host, server.port, timeout=server.timeout_s) as line:
            line.ehlo()
            if server.starttls:
                line.starttls()
            if server.user:
                line.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, socket.gaierror) as problem:
        measured = f"{server.host}:{server.port}: {type(problem).__name__}"
        return Finding("mail", Level.BLOCKER, measured, wanted, "start it or correct EMAIL_URL.")
    return told("mail", True, f"{server.host}:{server.port} answers", wanted, "")


def storage(patient: Patient) -> Finding:
    """Write, read, compare, delete."""
    wanted, content = "a file can be written, read and deleted", secrets.token_bytes(64)
    shown = patient.storage_url.rpartition("@")[2]
    if patient.storage_url.startswith(patient.place.state.as_uri()) and not patient.place.state.is_dir():
        return Finding("storage", Level.UNKNOWN, f"{shown}: not made yet", wanted, "run `make run` once.")
    try:
        files, root = fsspec.core.url_to_fs(patient.storage_url)
        files.makedirs(root, exist_ok=True)
        probe = f"{root.rstrip('/')}/doctor-{secrets.token_hex(6)}"
        files.pipe_file(probe, content)
        same = files.cat_file(probe) == content
        files.rm_file(probe)
        gone = not files.exists(probe)
    except Exception as problem:
        return Finding("storage", Level.BLOCKER, f"{shown}: {problem}", wanted, "correct STORAGE_URL or its rights.")
    measured = f"{shown}: {'works' if same and gone else 'answers with other bytes'}"
    return told("storage", same and gone, measured, wanted, "use another store.")


CHECKS = (migrations, broker, tick, mail, storage)
