"""Is the database there, new enough, rightly guarded, migrated, and of the same time as we?"""

from datetime import UTC, datetime

import psycopg

from config.doctor.finding import Finding, Level, Patient, told
from config.services.postgres import Postgres
from config.services.roles import PORTAL

CLOCK_LIMIT_S = 1.0
Connection = psycopg.Connection[tuple[object, ...]]


def examine(patient: Patient) -> list[Finding]:
    """One finding when it does not answer, else one per question."""
    wanted = "PostgreSQL answers"
    if patient.embedded and not Postgres.answers_at(patient.place):
        reason = "the embedded database is not running"
        return [Finding("database", Level.UNKNOWN, reason, wanted, "start `make run`, then ask again.")]
    try:
        connection = psycopg.connect(patient.database_url, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[0].removeprefix("connection failed: ")
        remedy = "start the database, or correct DATABASE_URL."
        return [Finding("database", Level.BLOCKER, reason, wanted, remedy)]
    with connection:
        answers = told("database", True, "it answers", wanted, "")
        return [answers, *(check(connection) for check in CHECKS)]


def _one(connection: Connection, question: str, *values: str) -> tuple[object, ...]:
    row = connection.execute(question.encode(), values or None).fetchone()
    return row or ()


def database_version(connection: Connection) -> Finding:
    number = connection.info.server_version
    shown = f"{number // 10000}.{number % 10000}"
    return told("database_version", number >= 160_000, shown, "16 or newer", "upgrade PostgreSQL.")


def database_role(connection: Connection) -> Finding:
    """The application must stand below row-level security: not a superuser, no BYPASSRLS, owner of nothing."""
    name, superuser, bypasses, creates, owns = _one(
        connection,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole OR rolcreatedb, (SELECT count(*) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relowner = pg_roles.oid)"
        " FROM pg_roles WHERE rolname = current_user",
    )
    faults = [
        fault
        for fault, found in (
            ("superuser", superuser),
            ("may bypass row security", bypasses),
            ("may create roles or databases", creates),
            (f"owns {owns} relations", owns),
        )
        if found
    ]
    remedy = "connect as a role that owns nothing; run migrations with DATABASE_OWNER_URL."
    wanted = "no superuser, no BYPASSRLS, owner of nothing"
    return told("database_role", not faults, f"{name}: {', '.join(faults) or 'as wanted'}", wanted, remedy)


def portal_role(connection: Connection) -> Finding:
    found = _one(
        connection,
        "SELECT rolsuper OR rolbypassrls OR rolcanlogin, pg_has_role(current_user, oid, 'MEMBER')"
        " FROM pg_roles WHERE rolname = %s",
        PORTAL,
    )
    measured = "missing" if not found else "login or rights above row security" if found[0] else "as wanted"
    if found and not found[1]:
        measured = "not granted to the application's role"
    remedy = f"CREATE ROLE {PORTAL} NOLOGIN; GRANT {PORTAL} TO the application's role."
    return told("portal_role", measured == "as wanted", measured, f"{PORTAL}: no login, granted to us", remedy)


def row_security(connection: Connection) -> Finding:
    """Every table with a column for the account is guarded, for its owner too."""
    rows = connection.execute(
        b"SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        b" JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped"
        b" WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        b" ORDER BY 1"
    ).fetchall()
    shown = ", ".join(str(row[0]) for row in rows) or "all guarded"
    remedy = "add a schema migration with its policies."
    return told("row_security", not rows, shown, "ENABLE and FORCE on every table of accounts", remedy)


def checksums(connection: Connection) -> Finding:
    found = str(_one(connection, "SELECT current_setting('data_checksums')")[0])
    remedy = "stop PostgreSQL and run pg_checksums --enable."
    return told("checksums", found == "on", found, "data checksums on", remedy, bad=Level.NOTE)


def durability(connection: Connection) -> Finding:
    names = ("fsync", "full_page_writes", "synchronous_commit")
    off = [name for name in names if str(_one(connection, "SELECT current_setting(%s)", name)[0]) == "off"]
    return told("durability", not off, f"off: {', '.join(off)}" if off else "on", "all on", "switch them on.")


def indexes(connection: Connection) -> Finding:
    """One that was being built when something broke stays, costs writes and serves nobody."""
    question = b"SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid"
    invalid = ", ".join(str(row[0]) for row in connection.execute(question).fetchall())
    return told("indexes", not invalid, invalid or "all valid", "no invalid index", "drop them and migrate again.")


def clock(connection: Connection) -> Finding:
    """The database's clock decides what is due; half the round trip is not a difference."""
    before = datetime.now(UTC)
    there = _one(connection, "SELECT clock_timestamp()")[0]
    after = datetime.now(UTC)
    if not isinstance(there, datetime):
        return Finding("clock", Level.UNKNOWN, "no answer", "an instant", "look at the database's log.")
    off_s = abs((there - (before + (after - before) / 2)).total_seconds())
    wanted = f"less than {CLOCK_LIMIT_S:.0f} s apart"
    return told("clock", off_s < CLOCK_LIMIT_S, f"{off_s:.3f} s apart", wanted, "run NTP on both hosts.")


CHECKS = (
    *(database_version, database_role, portal_role, row_security),
    *(checksums, durability, indexes, clock),
)
