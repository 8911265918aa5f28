"""How does one statement make the deliveries of all contacts that need no second thought, however many they are?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import connection

from lifecycle.api import Account, Contact
from notifications.models import SendRun
from notifications.rules.ladder import ROLES_IN_ORDER
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from notifications.services.calendars import CalendarBook
from notifications.services.drawn_keys import drawn_keys
from notifications.services.due_contacts import DueContacts, as_array
from notifications.services.leaving import LeavingTogether, leaving_together, mail_domain
from notifications.services.runs import hold_in
from notifications.services.words import language_of

_Given = tuple[DueContacts, SendRun | None, LeavingTogether]
_DECIDED = ("channels", "locales", "statuses", "holds", "leave", "runs")
# Mailboxes that the rule `address_norm` folds as the statement does; all others are left to the rule.
_PLAIN = "^[A-Za-z0-9._-][A-Za-z0-9._+-]*@[A-Za-z0-9.-]*[A-Za-z0-9]$"
# The key is made once per row and names the message, before anybody tries to send it. Whom an account hears first is
# the rule `first_contacts` for one person, in which language the rule `language_of`. What is not mail bears the
# account's name in place of an address. One key is asked whether somebody was faster: no other can be taken without
# it while the contact is locked, and to ask all of them costs a twentieth more.
_RELEASE = """
WITH given AS MATERIALIZED (
    SELECT key, touchpoint, account, (%(channels)s::text[])[alike] AS channel,
        (%(locales)s::text[])[alike] AS locale, (%(statuses)s::text[])[alike] AS status,
        (%(holds)s::text[])[alike] AS hold, (%(runs)s::bigint[])[alike] AS run,
        greatest((%(leave)s::timestamptz[])[alike] + after_s * interval '1 second', %(now)s) AS not_before
    FROM unnest(%(keys)s::uuid[], %(touchpoints)s::bigint[], %(accounts)s::bigint[], %(alike)s::int[],
        %(after_s)s::int[]) AS each (key, touchpoint, account, alike, after_s)
), person AS MATERIALIZED (
    SELECT DISTINCT ON (c.account) c.account, c.id, c.email,
        split_part(split_part(lower(c.email), '@', 1), '+', 1) || '@' || split_part(lower(c.email), '@', 2) AS norm,
        split_part(replace(lower(btrim(c.language)), '_', '-'), '-', 1) AS language
    FROM ({people}) AS c (id, account, email, language, role)
    WHERE c.account IN (SELECT account FROM given)
    ORDER BY c.account, array_position(%(roles)s::text[], c.role::text), c.id
), made AS (
    INSERT INTO notifications_delivery (
        uuid, touchpoint_id, account_id, contact_id, channel, round, address, address_norm, locale, message_id,
        provider_ref, subject, body_text, body_html, body_sha, status, hold_reason, detail, failures,
        not_before, created_at, carries)
    SELECT g.key, g.touchpoint, g.account, CASE g.channel WHEN 'email' THEN l.id END, g.channel, 0,
        CASE g.channel WHEN 'email' THEN l.email ELSE '' END, CASE g.channel WHEN 'email' THEN l.norm
            ELSE g.channel || ':' || (SELECT a.key FROM ({accounts}) AS a (id, key) WHERE a.id = g.account) END,
        coalesce(s.locale, g.locale), '<' || g.key || '@' || %(domain)s::text || '>',
        '', '', '', '', '', g.status, g.hold, '', 0, g.not_before, %(now)s::timestamptz, false
    FROM given g JOIN person l ON l.account = g.account
        LEFT JOIN unnest(%(spoken)s::text[], %(as_locale)s::text[]) AS s (language, locale) ON s.language = l.language
    WHERE (g.channel <> 'email' OR l.email ~ %(plain)s::text)
        AND NOT EXISTS (SELECT FROM notifications_delivery d WHERE d.touchpoint_id = g.touchpoint)
    ON CONFLICT (touchpoint_id, channel, address_norm, round) DO NOTHING RETURNING touchpoint_id
), freed AS (
    UPDATE notifications_touchpoint t SET status = 'released', reason = '', run_id = g.run
    FROM given g JOIN made m ON m.touchpoint_id = g.touchpoint WHERE t.id = g.touchpoint
    RETURNING t.id
)
SELECT touchpoint FROM given WHERE touchpoint NOT IN (SELECT id FROM freed)
"""


@dataclass(frozen=True, slots=True)
class Released:
    """How many contacts have their one delivery, and which are no matter of routine."""

    made: int
    others: frozenset[int] = frozenset()


def release_many(rows: Sequence[tuple[DueContacts, SendRun | None]], *, now: datetime, book: CalendarBook) -> Released:
    """Left to the caller: key accounts, calls, whose floor beats quiet hours, who has earlier deliveries or nobody."""
    given, others = [], set[int]()
    for alike, run in rows:
        together = None if alike.is_special else leaving_together(alike, now, book)
        if together is None:
            others.update(alike.ids)
        else:
            given.append((alike, run, together))
    left = _not_inserted(given, now)
    return Released(sum(len(each.ids) for each, _run, _together in given) - len(left), frozenset(others.union(left)))


def _not_inserted(given: Sequence[_Given], now: datetime) -> list[int]:
    """The contacts whose delivery was there before, or cannot be made by one statement."""
    if not given:
        return []
    spoken = {code.partition("-")[0]: language_of(code) for code, _name in settings.LANGUAGES}
    asked: dict[str, Any] = {
        "keys": as_array(drawn_keys(sum(len(each.ids) for each, _run, _together in given))),
        "touchpoints": as_array(chain.from_iterable(each.ids for each, _run, _together in given)),
        "accounts": as_array(chain.from_iterable(each.account_ids for each, _run, _together in given)),
        "alike": as_array(n for n, (each, _run, _together) in enumerate(given, 1) for _id in each.ids),
        "after_s": as_array(chain.from_iterable(together.after_s for _each, _run, together in given)),
        **{name: list(column) for name, column in zip(_DECIDED, zip(*map(_decided, given), strict=True), strict=True)},
        "domain": mail_domain(),
        "now": now,
        "plain": _PLAIN,
        "roles": list(ROLES_IN_ORDER),
        "spoken": list(spoken),
        "as_locale": list(spoken.values()),
    }
    with connection.cursor() as cursor:  # planned for these very rows: a plan for any number joins them one by one
        cursor.execute(_statement(), asked)
        return [row[0] for row in cursor.fetchall()]


def _decided(given: _Given) -> tuple[object, ...]:
    """Once for all that are alike, in the order of `_DECIDED`."""
    alike, run, together = given
    hold = hold_in(run, Channel(alike.channel), is_canary=alike.is_canary)
    status = DeliveryStatus.HELD if hold else DeliveryStatus.READY
    return alike.channel, language_of(alike.language), status.value, str(hold), together.at, run.pk if run else None


@cache
def _statement() -> str:
    """With accounts and their people as their own app names them."""
    people = Contact.objects.filter(is_active=True).order_by()
    names = {
        "{people}": people.values_list("id", "account_id", "email", "language", "role"),
        "{accounts}": Account.objects.order_by().values_list("id", "key"),
    }
    statement = _RELEASE
    for name, rows in names.items():
        sql, params = rows.query.sql_with_params()
        if params:
            raise ValueError(f"a query without parameters, not {params}")
        statement = statement.replace(name, sql)
    return statement
