"""Does the database itself keep accounts apart and ledgers whole, on every table that there is or will be (S2)?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from lifecycle.models import Account
from lifecycle.rules.row_security import APP_ROLE, PORTAL_ROLE
from tests.architecture.sources import APPS

pytestmark = pytest.mark.django_db
LEDGERS = (
    "lifecycle_evidence",
    "lifecycle_auditevent",
    "lifecycle_auditlink",
    "lifecycle_audithead",
    "lifecycle_milestonemove",
    "lifecycle_decisionrecord",
    "lifecycle_assessmentchange",
    "lifecycle_riskbacking",
    "lifecycle_decisiondossier",
    "lifecycle_datebacking",
    "notifications_acknowledgement",
    "notifications_announcement",
    "notifications_deliveryevent",
    "portability_restoredrill",
    "portability_settlement",
    "portability_transferdecline",
)
# Tables whose rows are of no account, which the portal may read: what every customer of the product may know.
SHARED = frozenset(
    {
        *("lifecycle_module", "lifecycle_sunsetplan", "lifecycle_milestone", "lifecycle_milestonemove"),
        *("lifecycle_wave", "lifecycle_brownout", "notifications_notice"),
        *("notifications_announcement", "notifications_calendarentry"),
    }
)


def ask(sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Rows of the catalogue, whose columns have whatever type the catalogue gives them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def account_tables() -> Iterator[tuple[str, str]]:
    """Every table of ours with a column that points at an account, with that column."""
    yield "lifecycle_account", "id"
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in APPS:
            yield from ((model._meta.db_table, column) for column in _account_columns(model))


def _account_columns(model: type[Model]) -> Iterator[str]:
    for field in model._meta.local_fields:
        if field.remote_field and field.remote_field.model is Account and field.column:
            yield field.column


@contextmanager
def as_role(role: str) -> Iterator[None]:
    with transaction.atomic():
        ask("SELECT set_config('role', %s, true)", role)
        yield
        ask("SELECT set_config('role', 'none', true)")


def test_every_table_with_an_account_has_forced_row_security_and_a_policy_for_each_role() -> None:
    secured = {
        str(name): (enabled, forced)
        for name, enabled, forced in ask(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p')"
        )
    }
    policies: dict[str, set[object]] = {}
    for table, roles in ask("SELECT tablename::text, roles::text[] FROM pg_policies"):
        policies.setdefault(str(table), set()).update(roles)
    tables = {table for table, _ in account_tables()}
    assert {table for table in tables if secured[table] != (True, True)} == set()
    assert {table for table in tables if policies.get(table, set()) != {APP_ROLE, PORTAL_ROLE}} == set()


def test_no_model_is_forgotten_whose_rows_belong_to_an_account() -> None:
    """At the least these, so that the walk above cannot come to nothing."""
    tables = {table for table, _ in account_tables()}
    assert len(tables) >= 9
    assert {"lifecycle_contact", "lifecycle_auditevent", "lifecycle_wave_accounts"} <= tables


def test_the_policy_of_each_table_names_its_own_account_column() -> None:
    for table, column in account_tables():
        (found,) = ask(
            "SELECT qual, with_check FROM pg_policies WHERE tablename = %s AND %s = ANY(roles::text[])",
            table,
            PORTAL_ROLE,
        )
        for clause in found:
            assert str(clause).startswith(f"({column} = "), (table, clause)
            assert "current_setting('sunsetter.account'" in str(clause)


def test_both_roles_own_nothing_and_cannot_bypass_row_security() -> None:
    for role in (APP_ROLE, PORTAL_ROLE):
        (rights,) = ask(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
            " EXISTS (SELECT FROM pg_class WHERE relowner = role.oid),"
            " EXISTS (SELECT FROM pg_proc WHERE proowner = role.oid),"
            " EXISTS (SELECT FROM pg_namespace WHERE nspowner = role.oid),"
            " EXISTS (SELECT FROM pg_database WHERE datdba = role.oid)"
            " FROM pg_roles role WHERE rolname = %s",
            role,
        )
        assert rights == (False,) * 8
    assert ask("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", PORTAL_ROLE) == [(False,)]
    assert ask("SELECT current_user::text") == [(APP_ROLE,)]


def test_neither_role_may_truncate_or_make_tables() -> None:
    for role in (APP_ROLE, PORTAL_ROLE):
        assert ask("SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) == [(False,)]
        emptied = ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_table_privilege(%s, oid, 'TRUNCATE, TRIGGER, REFERENCES')",
            role,
        )
        assert emptied == []


def test_the_portal_reaches_only_tables_of_accounts_and_what_every_customer_may_know() -> None:
    reached = ask(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(%s, oid, 'SELECT, INSERT, UPDATE, DELETE')",
        PORTAL_ROLE,
    )
    tables = {table for table, _ in account_tables()}
    assert {str(name) for (name,) in reached} - tables == SHARED


@pytest.mark.parametrize("role", [APP_ROLE, PORTAL_ROLE])
@pytest.mark.parametrize("table", LEDGERS)
def test_ledgers_refuse_to_be_changed_emptied_or_shortened(table: str, role: str) -> None:
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608 - names above
        with pytest.raises(DatabaseError, match="permission denied"), as_role(role):
            ask(sql)


def test_neither_role_can_switch_a_trigger_or_a_policy_off() -> None:
    for sql in (
        "ALTER TABLE lifecycle_milestone DISABLE TRIGGER ALL",
        "ALTER TABLE lifecycle_contact DISABLE ROW LEVEL SECURITY",
        "DROP POLICY portal_own ON lifecycle_contact",
        "SET session_replication_role = replica",
        "SET ROLE sunsetter",
    ):
        with pytest.raises(DatabaseError, match=r"must be owner|permission denied"), transaction.atomic():
            ask(sql)
