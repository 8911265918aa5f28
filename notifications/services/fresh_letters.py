"""Which letters that were just released go to a mailbox that has another one, or may soon get one? Most do not."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from lifecycle.api import Contact
from notifications.rules.packing import WAIT
from notifications.services.due_contacts import as_array

# Never tried: what was is in doubt, or must come as it was.
_NEW = "f.status || '' = 'ready' AND f.channel || '' = 'email' AND f.body_sha = ''"
# By the contact, the mailbox, the address and the account, in this order and along no other index: while nobody has
# analyzed a table yet the server takes all that is ready or planned for few, and would walk them for each letter. What
# EXISTS asks it may also ask of all contacts beforehand; a first row it looks for letter by letter. The index knows the
# usual order.
_ALSO_NEW = "d.channel = 'email' AND d.status IN ('ready', 'held') AND d.status || '' = 'ready' AND d.body_sha = ''"
_SHARED = f"""
SELECT true FROM notifications_delivery d WHERE d.address_norm = f.address_norm AND d.id <> f.id AND {_ALSO_NEW} LIMIT 1
"""  # noqa: S608 - put together from constants
_PLANNED = """
SELECT true FROM notifications_touchpoint t
WHERE t.account_id = c.account_id AND t.status || '' = 'planned' AND t.channel = 'email' AND t.due_at <= %s LIMIT 1
"""
_COMING = f"""
SELECT true FROM {Contact._meta.db_table} c
WHERE c.email_norm = lower(f.address COLLATE "C") COLLATE "default" AND c.is_active AND ({_PLANNED}) LIMIT 1
"""  # noqa: S608 - put together from constants
# Small letters are the rule's business where they are not plain ones.
_FRESH = f"""
SELECT * FROM (
    SELECT f.address_norm, f.address, ({_SHARED}) IS TRUE AS is_shared,
        f.address ~ '[^[:ascii:]]' OR ({_COMING}) IS TRUE AS may_be_joined
    FROM notifications_delivery f WHERE f.touchpoint_id = ANY(%s::bigint[]) AND {_NEW}
) AS fresh WHERE is_shared OR may_be_joined
"""  # noqa: S608 - put together from constants


class FreshLetter(NamedTuple):
    """`is_shared`: another letter to this mailbox waits already."""

    address_norm: str
    address: str
    is_shared: bool
    may_be_joined: bool


def fresh_letters(released: Iterable[int], now: datetime) -> list[FreshLetter]:
    """Of the contacts that were just released those that may have company."""
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, [now + WAIT, as_array(released)])
        return [FreshLetter(*row) for row in cursor.fetchall()]
