"""Which database roles exist, and what may each of them do?

The owner makes tables; the application's role uses them and owns nothing; the portal's role gets from each table only
what that table's own schema migration grants.
"""

from config.services.scram import scram_verifier

OWNER = "sunsetter"
APP = "sunsetter_app"
PORTAL = "sunsetter_portal"
DATABASE = "sunsetter"

_WEAK = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


def roles_script(app_password: str) -> str:
    """For psql, connected as the owner to the database `postgres`; may run any number of times."""
    missing = "WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname ="
    return f"""
SET client_min_messages = warning;
SELECT 'CREATE ROLE {PORTAL} NOLOGIN {_WEAK}' {missing} '{PORTAL}') \\gexec
SELECT 'CREATE ROLE {APP} LOGIN {_WEAK}' {missing} '{APP}') \\gexec
ALTER ROLE {APP} PASSWORD '{scram_verifier(app_password)}';
GRANT {PORTAL} TO {APP};
SELECT 'CREATE DATABASE {DATABASE}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
\\connect {DATABASE}
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {APP}, {PORTAL};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""  # noqa: S608 - constants of this file
