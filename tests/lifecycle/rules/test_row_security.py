"""Does the SQL of row-level security name only what it was given?"""

import pytest

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
    portal_grant_sql,
    portal_revoke_sql,
)


def test_a_policy_is_forced_and_holds_for_both_roles() -> None:
    sql = account_policy_sql("exports", portal=("SELECT", "INSERT"))
    assert 'ALTER TABLE "exports" FORCE ROW LEVEL SECURITY;' in sql
    assert 'CREATE POLICY staff_all ON "exports" TO sunsetter_app USING (true)' in sql
    own = "\"account_id\" = nullif(current_setting('sunsetter.account', true), '')::bigint"
    assert f"TO sunsetter_portal USING ({own}) WITH CHECK ({own})" in sql
    assert 'GRANT SELECT, INSERT ON "exports" TO sunsetter_portal;' in sql
    assert 'GRANT USAGE ON SEQUENCE "exports_id_seq" TO sunsetter_portal;' in sql


def test_without_verbs_the_portal_gets_no_grant() -> None:
    assert "GRANT" not in account_policy_sql("stragglers")


def test_reading_needs_no_sequence() -> None:
    assert "SEQUENCE" not in portal_grant_sql("modules", ("SELECT",))


@pytest.mark.parametrize("name", ["", "a;b", 'a"b', "a b", "a-b", "täble", "public.a"])
def test_a_name_that_is_no_plain_name_is_refused(name: str) -> None:
    for make in (account_policy_sql, account_policy_reverse_sql, append_only_sql, append_only_reverse_sql):
        with pytest.raises(ValueError, match="not a plain SQL name"):
            make(name)
    with pytest.raises(ValueError, match="not a plain SQL name"):
        portal_revoke_sql(name)


@pytest.mark.parametrize("verb", ["TRUNCATE", "ALL", "select", "SELECT; DROP TABLE x"])
def test_a_verb_that_is_no_row_privilege_is_refused(verb: str) -> None:
    with pytest.raises(ValueError, match="not a table privilege"):
        portal_grant_sql("modules", (verb,))


def test_a_ledger_loses_what_could_rewrite_it() -> None:
    assert append_only_sql("ledger") == (
        'REVOKE UPDATE, DELETE, TRUNCATE ON "ledger" FROM sunsetter_app, sunsetter_portal;'
    )
