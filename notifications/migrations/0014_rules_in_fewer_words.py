"""The same rules of letters, contacts and attempts, in words that cost less with every statement that writes.

One statement for each table: no rule is ever away, and each row is looked at once.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.models import CheckConstraint, Q

from notifications.models.row_rules import IsOneOf, Same

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
            Same(IsOneOf("status", *_LEASED), Q(lease_until__isnull=False))
            & Same(Q(lease_until__isnull=True), Q(lease_token__isnull=True)),
            f"(status {_any(_LEASED)}) = (lease_until IS NOT NULL) AND (lease_until IS NULL) = (lease_token IS NULL)",
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
            Same(Q(told_at__isnull=True), Q(told_dates__isnull=True)),
            "(told_at IS NULL) = (told_dates IS NULL)",
            "told_at IS NULL AND told_dates IS NULL OR told_at IS NOT NULL AND told_dates IS NOT NULL",
        ),
    },
    "attempt": {
        "attempt_ends_with_an_outcome": (
            Same(Q(outcome="open"), Q(ended_at__isnull=True)),
            "(outcome = 'open') = (ended_at IS NULL)",
            "ended_at IS NULL AND outcome = 'open' OR NOT outcome = 'open' AND ended_at IS NOT NULL",
        ),
    },
}


def _said(table: str) -> migrations.RunSQL:
    def told(which: int) -> str:
        parts = (
            f"DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({rule[which]})"
            for name, rule in _RULES[table].items()
        )
        return f"ALTER TABLE notifications_{table} {', '.join(parts)}"

    return migrations.RunSQL(told(1), told(2))


def _known(table: str) -> list[Operation]:
    found: list[Operation] = []
    for name, rule in _RULES[table].items():
        found.append(migrations.RemoveConstraint(table, name))
        found.append(migrations.AddConstraint(table, CheckConstraint(condition=rule[0], name=name)))
    return found


class Migration(migrations.Migration):
    dependencies = [("notifications", "0013_fewer_indexes_to_write")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[_said(table) for table in _RULES],
            state_operations=[each for table in _RULES for each in _known(table)],
        ),
    ]
