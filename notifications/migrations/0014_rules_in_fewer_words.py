"""The same rules of letters, contacts and attempts, in words that cost less with every statement that writes.

No rule is ever away, and nobody who sends waits while rows are looked at, once for each table: new words stand beside
the old ones unproven, are proven under a lock that lets everybody write, and take the place of the old ones. What keeps
writers out for a moment has one table in a transaction of its own, and gives up after four seconds rather than have
them queue behind it. A change that gave up or was cut half-way is run again from its beginning.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.models import CheckConstraint, Q

from notifications.models.row_rules import IsOneOf, IsThere, Same

_STATUSES = (
    *("held", "ready", "claimed", "sending", "accepted", "delivered", "soft_bounced", "hard_bounced", "complained"),
    *("suppressed", "failed", "expired", "uncertain", "cancelled", "superseded"),
)
_STAGES = ("planned", "released", "served", "missed", "superseded", "cancelled")
_CHANNELS = ("desk_task", "email", "in_app")
_LEASED, _PROVEN = ("claimed", "sending"), ("accepted", "delivered", "soft_bounced", "complained")
_WITH_A_BODY = ("sending", "accepted", "delivered", "uncertain")


def _in(values: tuple[str, ...]) -> str:
    return "IN (" + ", ".join(f"'{each}'" for each in values) + ")"


def _any(values: tuple[str, ...]) -> str:
    return "= ANY ('{" + ",".join(values) + "}')"


# What the models say, how the database is told, and how it was told before.
_RULES: dict[str, dict[str, tuple[Q | IsOneOf | Same, str, str]]] = {
    "delivery": {
        "delivery_status_known": (
            IsOneOf("status", *_STATUSES),
            f"status {_any(_STATUSES)}",
            f"status {_in(_STATUSES)}",
        ),
        "delivery_leased_while_worked_on": (
            Same(IsOneOf("status", *_LEASED), IsThere("lease_until"))
            & Same(IsThere("lease_until"), IsThere("lease_token")),
            f"(status {_any(_LEASED)}) = (lease_until IS NOT NULL)"
            " AND (lease_until IS NOT NULL) = (lease_token IS NOT NULL)",
            f"lease_token IS NOT NULL AND lease_until IS NOT NULL AND status {_in(_LEASED)}"
            f" OR NOT status {_in(_LEASED)} AND lease_token IS NULL AND lease_until IS NULL",
        ),
        "delivery_accepted_at_a_time": (
            Q(accepted_at__isnull=False) | ~Q(IsOneOf("status", *_PROVEN)),
            f"accepted_at IS NOT NULL OR NOT status {_any(_PROVEN)}",
            f"NOT status {_in(_PROVEN)} OR accepted_at IS NOT NULL",
        ),
        "delivery_held_for_a_reason": (
            Same(Q(status="held"), ~Q(hold_reason="")),
            "(status = 'held') = (NOT hold_reason = '')",
            "status = 'held' AND NOT hold_reason = '' OR NOT status = 'held' AND hold_reason = ''",
        ),
        "delivery_sent_has_a_body": (
            ~Q(body_sha="") | ~Q(IsOneOf("status", *_WITH_A_BODY)),
            f"NOT body_sha = '' OR NOT status {_any(_WITH_A_BODY)}",
            f"NOT status {_in(_WITH_A_BODY)} OR NOT body_sha = ''",
        ),
        "delivery_carried_never_leaves_alone": (
            Q(carrier__isnull=True) | Q(hold_reason="digest") | ~Q(IsOneOf("status", "ready", "held")),
            f"carrier_id IS NULL OR hold_reason = 'digest' OR NOT status {_any(('ready', 'held'))}",
            f"carrier_id IS NULL OR NOT status {_in(('ready', 'held'))} OR hold_reason = 'digest'",
        ),
    },
    "touchpoint": {
        "touchpoint_status_known": (
            IsOneOf("status", *_STAGES),
            f"status {_any(_STAGES)}",
            f"status {_in(_STAGES)}",
        ),
        "touchpoint_channel_known": (
            IsOneOf("channel", *_CHANNELS),
            f"channel {_any(_CHANNELS)}",
            f"channel {_in(_CHANNELS)}",
        ),
        "touchpoint_told_with_dates": (
            Same(IsThere("told_at"), IsThere("told_dates")),
            "(told_at IS NOT NULL) = (told_dates IS NOT NULL)",
            "told_at IS NULL AND told_dates IS NULL OR told_at IS NOT NULL AND told_dates IS NOT NULL",
        ),
    },
    "attempt": {
        "attempt_ends_with_an_outcome": (
            Same(~Q(outcome="open"), IsThere("ended_at")),
            "(NOT outcome = 'open') = (ended_at IS NOT NULL)",
            "ended_at IS NULL AND outcome = 'open' OR NOT outcome = 'open' AND ended_at IS NOT NULL",
        ),
    },
}


class _Alone(migrations.RunSQL):
    """In a transaction of its own."""

    atomic = True


_BRIEFLY = ["SET LOCAL lock_timeout = '4s'", "SET LOCAL statement_timeout = '5s'"]


def _said(table: str) -> list[migrations.RunSQL]:
    altered, rules = f"ALTER TABLE notifications_{table} ", _RULES[table]

    def beside(which: int) -> list[str]:
        gone = [f"DROP CONSTRAINT IF EXISTS {name}_anew" for name in rules]
        added = [f"ADD CONSTRAINT {name}_anew CHECK ({rule[which]}) NOT VALID" for name, rule in rules.items()]
        return [*_BRIEFLY, altered + ", ".join(gone + added)]

    proven = altered + ", ".join(f"VALIDATE CONSTRAINT {name}_anew" for name in rules)
    swapped = [
        *_BRIEFLY,
        altered + ", ".join(f"DROP CONSTRAINT IF EXISTS {name}" for name in rules),
        *(f"{altered}RENAME CONSTRAINT {name}_anew TO {name}" for name in rules),
    ]
    return [
        _Alone(beside(1), swapped),
        _Alone([_BRIEFLY[0], proven], [_BRIEFLY[0], proven]),
        _Alone(swapped, beside(2)),
    ]


def _known(table: str) -> list[Operation]:
    found: list[Operation] = []
    for name, rule in _RULES[table].items():
        found.append(migrations.RemoveConstraint(table, name))
        found.append(migrations.AddConstraint(table, CheckConstraint(condition=rule[0], name=name)))
    return found


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0013_fewer_indexes_to_write")]

    operations = [
        *(each for table in _RULES for each in _said(table)),
        migrations.SeparateDatabaseAndState(state_operations=[each for table in _RULES for each in _known(table)]),
    ]
