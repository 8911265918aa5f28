"""Who may match a plan's rows to what it asks for, one at a time, and how long does another one wait for that?"""

import psycopg
from django.db import OperationalError, connection, transaction

from lifecycle.api import SunsetPlan

# Long enough for whoever moves a date or pauses: what rang for that must not go by it unheard.
A_MOMENT_MS = 5_000
_FOR_A_MOMENT, _AS_BEFORE = "SELECT set_config('lock_timeout', %s, true)", "SET LOCAL lock_timeout TO DEFAULT"


def locked_plan(plan_id: int, *, waits: bool) -> SunsetPlan | None:
    """Inside a transaction. `waits` False gives up after a moment: None, and the next look finds the plan again.

    What is put on record about the plan meanwhile only names it: that need not wait.
    """
    rows = SunsetPlan.objects.select_for_update(of=("self",), no_key=True).select_related("module")
    if waits:
        return rows.get(pk=plan_id)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FOR_A_MOMENT, [str(A_MOMENT_MS)])
            plan = rows.get(pk=plan_id)
            cursor.execute(_AS_BEFORE)
            return plan
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            return None
        raise
