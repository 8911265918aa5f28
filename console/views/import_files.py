"""Which files hold what came in: imports, batches of programs, and their tokens?"""

from collections.abc import Callable, Mapping
from datetime import date

from analytics.api import recent_batches, recent_imports
from console.views.files import Table, fields_of
from lifecycle.api import machine_tokens

EVERY = 1_000_000
IMPORT_COLUMNS = (
    *("uuid", "name", "created_at", "status", "message", "rows", "added", "repeated", "rejected"),
    *("first_at", "last_at"),
)
TOKEN_COLUMNS = ("name", "source", "created_at", "expires_at", "last_used_at", "revoked_at")
BATCH_COLUMNS = (
    *("uuid", "source", "token", "status", "received_at", "events", "added", "repeated", "rejected", "message"),
)


def import_tables(day: date, source: str = "", *, with_rejects: bool = False) -> Mapping[str, Callable[[], Table]]:
    """Every row, also those that the pages leave out; batches of one source, imports with rejects alone, or all."""

    def batches() -> Table:
        found = recent_batches(limit=EVERY, source=source)
        return Table(f"batches-{day}", BATCH_COLUMNS, fields_of(BATCH_COLUMNS, found))

    def imports() -> Table:
        found = recent_imports(limit=EVERY, with_rejects=with_rejects)
        return Table(f"imports-{day}", IMPORT_COLUMNS, fields_of(IMPORT_COLUMNS, found))

    def tokens() -> Table:
        return Table(f"tokens-{day}", TOKEN_COLUMNS, fields_of(TOKEN_COLUMNS, machine_tokens()))

    return {"imports.csv": imports, "batches.csv": batches, "tokens.csv": tokens}
