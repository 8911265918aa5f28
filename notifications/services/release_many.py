"""How does one statement make the deliveries of all contacts that need no second thought, however many they are?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection

from lifecycle.api import Contact
from lifecycle.rules.tiers import Tier
from notifications.models import SendRun
from notifications.rules.ladder import ROLES_IN_ORDER
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from notifications.services.calendars import CalendarBook
from notifications.services.due_contacts import DueContact
from notifications.services.leaving import leaving_of, mail_domain
from notifications.services.runs import hold_in
from notifications.services.words import language_of

# Mailboxes that the rule `address_norm` folds as the statement does; all others are left to the rule.
_PLAIN = "^[A-Za-z0-9._-][A-Za-z0-9._+-]*@[A-Za-z0-9.-]*[A-Za-z0-9]$"
# The key is made once per row and names the message, before anybody tries to send it. Whom an account hears first is
# the rule `first_contacts` for one person, in which language the rule `language_of`.
_RELEASE = """
WITH given AS MATERIALIZED (
    SELECT gen_random_uuid() AS key, g.* FROM unnest(
        %(touchpoints)s::bigint[], %(accounts)s::bigint[], %(channels)s::text[], %(names)s::text[],
        %(locales)s::text[], %(statuses)s::text[], %(holds)s::text[], %(leave)s::timestamptz[], %(runs)s::bigint[]
    ) AS g (touchpoint, account, channel, name, locale, status, hold, not_before, run)
), person AS MATERIALIZED (
    SELECT DISTINCT ON (c.account) c.account, c.id, c.email,
        split_part(split_part(lower(c.email), '@', 1), '+', 1) || '@' || split_part(lower(c.email), '@', 2) AS norm,
        split_part(replace(lower(btrim(c.language)), '_', '-'), '-', 1) AS language
    FROM ({people}) AS c (id, account, email, language, role)
    WHERE c.account = ANY(%(accounts)s) ORDER BY c.account, array_position(%(roles)s::text[], c.role::text), c.id
), made AS (
    INSERT INTO notifications_delivery (
        uuid, touchpoint_id, account_id, contact_id, channel, round, address, address_norm, locale, message_id,
        provider_ref, subject, body_text, body_html, body_sha, status, hold_reason, detail, failures,
        not_before, created_at, carries)
    SELECT g.key, g.touchpoint, g.account, CASE WHEN g.name = '' THEN l.id END, g.channel, 0,
        CASE WHEN g.name = '' THEN l.email ELSE '' END, CASE WHEN g.name = '' THEN l.norm ELSE g.name END,
        coalesce(s.locale, g.locale), '<' || g.key || '@' || %(domain)s::text || '>',
        '', '', '', '', '', g.status, g.hold, '', 0, g.not_before, %(now)s::timestamptz, false
    FROM given g JOIN person l ON l.account = g.account
        LEFT JOIN unnest(%(spoken)s::text[], %(as_locale)s::text[]) AS s (language, locale) ON s.language = l.language
    WHERE (g.name <> '' OR l.email ~ %(plain)s::text)
        AND NOT EXISTS (SELECT FROM notifications_delivery d WHERE d.touchpoint_id = g.touchpoint)
    ON CONFLICT DO NOTHING RETURNING touchpoint_id
)
UPDATE notifications_touchpoint t SET status = 'released', reason = '', run_id = g.run
FROM given g JOIN made m ON m.touchpoint_id = g.touchpoint WHERE t.id = g.touchpoint
RETURNING t.id
"""


@dataclass(frozen=True, slots=True)
class Released:
    """The contacts whose one delivery was made, and those that are no matter of routine."""

    made: tuple[int, ...]
    others: tuple[int, ...] = ()


def release_many(
    rows: Sequence[DueContact], runs: Mapping[int, SendRun | None], *, now: datetime, book: CalendarBook
) -> Released:
    """Left to the caller: key accounts, calls, whose floor beats quiet hours, who has earlier deliveries or nobody."""
    given = [_row(each, runs[each.id], at) for each in rows if (at := _leaves(each, now, book)) is not None]
    made = _inserted(given, now)
    done = set(made)
    return Released(tuple(made), tuple(each.id for each in rows if each.id not in done))


def _leaves(contact: DueContact, now: datetime, book: CalendarBook) -> datetime | None:
    if contact.tier == Tier.KEY or contact.channel not in {Channel.EMAIL, Channel.IN_APP}:
        return None
    account = (contact.account_id, contact.account_key, contact.country, contact.zone)
    found = leaving_of(
        Channel(contact.channel), now, account, step=contact.step, last_date=contact.last_date, book=book
    )
    return found.at if found.deferred_to is None else None


def _row(contact: DueContact, run: SendRun | None, at: datetime) -> tuple[object, ...]:
    """What is not mail bears the account's name in place of an address."""
    hold = hold_in(run, Channel(contact.channel), is_canary=contact.is_canary)
    return (
        *(contact.id, contact.account_id, contact.channel),
        "" if contact.channel == Channel.EMAIL else f"{contact.channel}:{contact.account_key}",
        language_of(contact.language),
        (DeliveryStatus.HELD if hold else DeliveryStatus.READY).value,
        *(str(hold), at, run.pk if run else None),
    )


def _inserted(rows: Collection[tuple[object, ...]], now: datetime) -> list[int]:
    """The contacts whose delivery was not there before."""
    if not rows:
        return []
    names = ("touchpoints", "accounts", "channels", "names", "locales", "statuses", "holds", "leave", "runs")
    columns = map(list, zip(*rows, strict=True))
    spoken = {code.partition("-")[0]: language_of(code) for code, _name in settings.LANGUAGES}
    asked: dict[str, Any] = dict(zip(names, columns, strict=True))
    asked |= {"domain": mail_domain(), "now": now, "plain": _PLAIN, "roles": list(ROLES_IN_ORDER)}
    asked |= {"spoken": list(spoken), "as_locale": list(spoken.values())}
    with connection.cursor() as cursor:  # planned for these very rows: a plan for any number joins them one by one
        cursor.execute(_statement(), asked)
        return [row[0] for row in cursor.fetchall()]


@cache
def _statement() -> str:
    """With the people of all accounts as their own app names them."""
    people = Contact.objects.filter(is_active=True).order_by()
    sql, params = people.values_list("id", "account_id", "email", "language", "role").query.sql_with_params()
    if params:
        raise ValueError(f"a query without parameters, not {params}")
    return _RELEASE.replace("{people}", sql)
