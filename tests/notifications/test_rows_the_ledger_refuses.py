"""Does each rule of the ledger's rows hold for what it must refuse, and for nothing else? (P1, notices 3)"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.db import connection, models

from notifications.models import Attempt, Delivery, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import LEASED, AttemptOutcome, DeliveryStatus, TouchpointStatus

pytestmark = pytest.mark.django_db
PROVEN = {"accepted", "delivered", "soft_bounced", "complained"}
WITH_A_BODY = {"sending", "accepted", "delivered", "uncertain"}


class Letter(NamedTuple):
    """What the rules of a delivery look at; of what may be missing, whether it is there."""

    status: str
    hold_reason: str
    body_sha: str
    message_id: str
    lease_until: bool
    lease_token: bool
    accepted_at: bool
    carrier_id: bool
    carries: bool
    failures: int
    round: int


class Contact(NamedTuple):
    status: str
    channel: str
    told_at: bool
    told_dates: bool
    served_at: bool
    date_revision: int


class Try(NamedTuple):
    outcome: str
    ended_at: bool
    n: int


TYPES = {
    **dict.fromkeys(("status", "hold_reason", "body_sha", "message_id", "channel", "outcome"), "text"),
    **dict.fromkeys(("failures", "round", "date_revision", "n"), "smallint"),
    "carries": "boolean",
}
MAY_BE = {
    **dict.fromkeys(("lease_until", "lease_token", "accepted_at", "carrier_id", "carries"), (True, False)),
    **dict.fromkeys(("told_at", "told_dates", "served_at", "ended_at"), (True, False)),
    **dict.fromkeys(("failures", "round", "date_revision", "n"), (0,)),
    "hold_reason": ("", "digest", "quiet"),
    "body_sha": ("", "x"),
    "message_id": ("<x@x>",),
    "outcome": ("", *AttemptOutcome),
    "channel": ("", "fax", *Channel),
}
RULES: dict[type[models.Model], dict[str, Callable[[Any], bool]]] = {
    Delivery: {
        "delivery_status_known": lambda row: row.status in set(DeliveryStatus),
        "delivery_leased_while_worked_on": lambda row: row.lease_until == row.lease_token == (row.status in LEASED),
        "delivery_accepted_at_a_time": lambda row: row.status not in PROVEN or row.accepted_at,
        "delivery_held_for_a_reason": lambda row: (row.status == "held") == bool(row.hold_reason),
        "delivery_sent_has_a_body": lambda row: row.status not in WITH_A_BODY or row.body_sha != "",
        "delivery_has_message_id": lambda row: row.message_id != "",
        "delivery_carried_never_leaves_alone": lambda row: (
            not row.carrier_id or row.status not in {"ready", "held"} or row.hold_reason == "digest"
        ),
        "delivery_packed_has_a_carrier": lambda row: row.hold_reason != "digest" or row.carrier_id,
        "delivery_carried_carries_nothing": lambda row: not (row.carrier_id and row.carries),
        "notifications_delivery_failures_check": lambda row: row.failures >= 0,
        "notifications_delivery_round_check": lambda row: row.round >= 0,
    },
    Touchpoint: {
        "touchpoint_status_known": lambda row: row.status in set(TouchpointStatus),
        "touchpoint_channel_known": lambda row: row.channel in set(Channel),
        "touchpoint_served_was_told": lambda row: row.status != "served" or (row.served_at and row.told_at),
        "touchpoint_told_with_dates": lambda row: row.told_at == row.told_dates,
        "notifications_touchpoint_date_revision_check": lambda row: row.date_revision >= 0,
    },
    Attempt: {
        "attempt_ends_with_an_outcome": lambda row: (row.outcome == "open") != row.ended_at,
        "notifications_attempt_n_check": lambda row: row.n >= 0,
    },
}
LOOKED_AT: dict[type[models.Model], type[Any]] = {Delivery: Letter, Touchpoint: Contact, Attempt: Try}


def rows_of(model: type[models.Model]) -> list[Any]:
    """Every combination, with statuses that nobody knows, near ones too; no name, and numbers below nothing."""
    row = LOOKED_AT[model]
    known = TouchpointStatus if model is Touchpoint else DeliveryStatus
    may_be = {**MAY_BE, "status": ("", "hel", "ready ", "sendin", "Held", *known)}
    found: list[Any] = [row(*each) for each in product(*(may_be[name] for name in row._fields))]
    never = {name: -1 for name in row._fields if TYPES.get(name) == "smallint"} | {"message_id": ""}
    return found + [found[0]._replace(**{name: value}) for name, value in never.items() if name in row._fields]


def checks_of(model: type[models.Model]) -> dict[str, str]:
    of_table = "FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT conname, pg_get_expr(conbin, conrelid) {of_table}", [model._meta.db_table])
        return dict(cursor.fetchall())


def said_by(model: type[models.Model]) -> dict[str, str]:
    """The rules as the models have them: the database got them in words of their own."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        return {
            each.name: str(each.constraint_sql(model, editor)).partition(" CHECK ")[2]
            for each in model._meta.constraints
            if isinstance(each, models.CheckConstraint)
        }


def verdicts(checks: dict[str, str], rows: list[Any]) -> Iterator[tuple[bool, ...]]:
    """What the database says of each rule for each row; unknown passes, as it does for a check."""
    names = rows[0]._fields
    given = ", ".join(f"%s::{TYPES.get(name, 'boolean')}[]" for name in names)
    columns = ", ".join(name if name in TYPES else f"CASE WHEN {name} THEN 1 END AS {name}" for name in names)
    asked = ", ".join(f"({check}) IS NOT FALSE" for check in checks.values())
    rows_given = f"SELECT {columns} FROM unnest({given}) AS g ({', '.join(names)})"  # noqa: S608 - names of our columns
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {asked} FROM ({rows_given}) AS each",  # noqa: S608 - the database's own words
            [list(column) for column in zip(*rows, strict=True)],
        )
        yield from cursor.fetchall()


@pytest.mark.parametrize("model", RULES, ids=lambda model: model.__name__)
def test_each_rule_holds_for_every_combination_as_it_is_meant(model: type[models.Model]) -> None:
    rules, rows, kept, said = RULES[model], rows_of(model), checks_of(model), said_by(model)
    assert set(kept) == set(rules) >= set(said)
    for checks in (kept, said):
        wrong = [
            (name, row)
            for row, answers in zip(rows, verdicts(checks, rows), strict=True)
            for name, holds in zip(checks, answers, strict=True)
            if holds != bool(rules[name](row))
        ]
        assert not wrong, wrong[:3]
