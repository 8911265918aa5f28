"""How do all contacts of a piece of accounts become rows, by one statement however many they are?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from lifecycle.api import SunsetPlan
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Contact, Planned
from notifications.services.due_contacts import as_array

# What accounts that are alike have in common is given once. What is there already stays as it is; the driver would
# take several times as long over each row as the database does.
_GIVEN = """
WITH given AS MATERIALIZED (
    SELECT account, alike, at, n FROM unnest(%(accounts)s::bigint[], %(alike)s::bigint[], %(at)s::timestamptz[])
        WITH ORDINALITY AS each (account, alike, at, n)
), meant AS MATERIALIZED (
    SELECT notice, step, channel, anchor, revision, day, late_until, mandatory, alike
    FROM unnest(%(notices)s::bigint[], %(steps)s::text[], %(channels)s::text[], %(anchors)s::text[],
        %(revisions)s::int[], %(days)s::date[], %(late)s::date[], %(mandatory)s::bool[])
        WITH ORDINALITY AS each (notice, step, channel, anchor, revision, day, late_until, mandatory, alike)
)"""
_DUTIES = """
INSERT INTO notifications_obligation (notice_id, account_id, date_revision, due_date, status, waived_by, reason)
SELECT m.notice, g.account, m.revision, min(m.day), 'open', '', ''
FROM given g JOIN meant m ON m.alike = g.alike WHERE m.mandatory
GROUP BY m.notice, g.account, m.revision ORDER BY min(g.n)
ON CONFLICT DO NOTHING
"""
_CONTACTS = """, duty AS MATERIALIZED (
    SELECT o.id, o.notice_id, o.account_id, o.date_revision FROM notifications_obligation o
    WHERE o.account_id IN (SELECT account FROM given) AND o.notice_id IN (SELECT notice FROM meant)
)
INSERT INTO notifications_touchpoint (uuid, plan_id, account_id, notice_id, obligation_id, step, channel, anchor,
    date_revision, day, due_at, late_until, status, reason, is_canary, created_at)
SELECT gen_random_uuid(), %(plan)s, g.account, m.notice, d.id, m.step, m.channel, m.anchor,
    m.revision, m.day, g.at, m.late_until, 'planned', '', false, %(now)s
FROM given g JOIN meant m ON m.alike = g.alike
    LEFT JOIN duty d ON m.mandatory AND d.notice_id = m.notice AND d.account_id = g.account
        AND d.date_revision = m.revision
ORDER BY g.n
ON CONFLICT DO NOTHING
"""


def make_rows(
    plan: SunsetPlan,
    planned: Sequence[Planned],
    *,
    accounts: Mapping[str, int],
    notices: Mapping[NoticeCode, int],
    now: datetime,
) -> None:
    """With the obligations that mandatory ones serve. `accounts` and `notices` are ids."""
    contacts = {id(each.contact): each.contact for each in planned}  # to compare what alike ones share takes longer
    places = {number: place for place, number in enumerate(contacts, 1)}
    given = {
        "plan": plan.pk,
        "now": now,
        "accounts": as_array(accounts[each.account] for each in planned),
        "alike": as_array(places[id(each.contact)] for each in planned),
        "at": as_array(each.at.isoformat() for each in planned),
        **_meant(list(contacts.values()), notices),
    }
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN + _DUTIES, given)
        cursor.execute(_GIVEN + _CONTACTS, given)


def _meant(contacts: Sequence[Contact], notices: Mapping[NoticeCode, int]) -> dict[str, Any]:
    return {
        "notices": [notices[each.notice] for each in contacts],
        "steps": [each.step for each in contacts],
        "channels": [each.channel.value for each in contacts],
        "anchors": [each.anchor.value for each in contacts],
        "revisions": [each.revision for each in contacts],
        "days": [each.day for each in contacts],
        "late": [each.late_until for each in contacts],
        "mandatory": [each.mandatory for each in contacts],
    }
