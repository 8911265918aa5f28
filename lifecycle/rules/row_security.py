"""Which SQL lets the portal see one account's rows only, and keeps a ledger append-only?"""

from collections.abc import Sequence

APP_ROLE = "sunsetter_app"
PORTAL_ROLE = "sunsetter_portal"
ACCOUNT_SETTING = "sunsetter.account"
_VERBS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})


def _name(identifier: str) -> str:
    if not identifier.replace("_", "").isalnum() or not identifier.isascii():
        raise ValueError(f"not a plain SQL name: {identifier!r}")
    return f'"{identifier}"'


def _verbs(verbs: Sequence[str]) -> str:
    if unknown := set(verbs) - _VERBS:
        raise ValueError(f"not a table privilege: {sorted(unknown)}")
    return ", ".join(verbs)


def account_policy_sql(table: str, *, portal: Sequence[str] = (), column: str = "account_id") -> str:
    """Row-level security for a table with an account column, forced on its owner too.

    The application role passes; the portal role sees and writes the rows of the account set in its transaction.
    An unset account reads as '' after SET LOCAL ended, hence nullif.
    """
    quoted, account = _name(table), _name(column)
    own = f"{account} = nullif(current_setting('{ACCOUNT_SETTING}', true), '')::bigint"
    lines = [
        f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY;",
        f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY;",
        f"CREATE POLICY staff_all ON {quoted} TO {APP_ROLE} USING (true) WITH CHECK (true);",
        f"CREATE POLICY portal_own ON {quoted} TO {PORTAL_ROLE} USING ({own}) WITH CHECK ({own});",
    ]
    if portal:
        lines.append(portal_grant_sql(table, portal))
    return "\n".join(lines)


def account_policy_reverse_sql(table: str) -> str:
    quoted = _name(table)
    return "\n".join(
        (
            f"REVOKE ALL ON {quoted} FROM {PORTAL_ROLE};",
            f"DROP POLICY portal_own ON {quoted};",
            f"DROP POLICY staff_all ON {quoted};",
            f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY;",
            f"ALTER TABLE {quoted} DISABLE ROW LEVEL SECURITY;",
        )
    )


def public_policy_sql(table: str, *, visible: str) -> str:
    """Row-level security for a table without account column of which customers may read only the rows `visible`.

    `visible` is SQL of ours, never of anybody's input; a sub-query in it sees what the portal role sees.
    """
    quoted = _name(table)
    return "\n".join(
        (
            f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY;",
            f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY;",
            f"CREATE POLICY staff_all ON {quoted} TO {APP_ROLE} USING (true) WITH CHECK (true);",
            f"CREATE POLICY portal_own ON {quoted} FOR SELECT TO {PORTAL_ROLE} USING ({visible});",
            portal_grant_sql(table, ("SELECT",)),
        )
    )


def portal_grant_sql(table: str, verbs: Sequence[str]) -> str:
    """Let customers' requests reach a table (with an insert goes its identity sequence)."""
    grant = f"GRANT {_verbs(verbs)} ON {_name(table)} TO {PORTAL_ROLE};"
    if "INSERT" in verbs:
        sequence = _name(f"{table}_id_seq")
        grant += f"\nGRANT USAGE ON SEQUENCE {sequence} TO {PORTAL_ROLE};"
    return grant


def portal_revoke_sql(table: str) -> str:
    return f"REVOKE ALL ON {_name(table)} FROM {PORTAL_ROLE};"


def append_only_sql(table: str) -> str:
    """Take from both roles what could rewrite a ledger."""
    return f"REVOKE UPDATE, DELETE, TRUNCATE ON {_name(table)} FROM {APP_ROLE}, {PORTAL_ROLE};"


def append_only_reverse_sql(table: str) -> str:
    return f"GRANT UPDATE, DELETE ON {_name(table)} TO {APP_ROLE};"
