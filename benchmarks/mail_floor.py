"""How fast could a ledger be at all? Bare attempts and marks in hand-written SQL by one connection, and the same blast.

What the disk takes for one commit per batch is in it, so that ours beside it shows only what we add.
"""

import os
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
from django.conf import settings

FLOOR = "bare attempts and marks in hand-written SQL, the same blast"
_TABLE = """
CREATE TABLE bare_attempt (id bigint PRIMARY KEY, body_sha text, started_at timestamptz, ended_at timestamptz,
    outcome text)
"""
# The marks of the last ones go with the attempts of the next ones, in one statement and one commit, as ours do.
_OPEN = """
WITH taken AS (UPDATE bare_attempt SET outcome = 'ok', ended_at = clock_timestamp() WHERE id = ANY(%s::bigint[]))
INSERT INTO bare_attempt SELECT id, %s, clock_timestamp(), NULL, 'open' FROM unnest(%s::bigint[]) AS g (id)
"""
# Only the last ones of all are marked by themselves; no disk is waited for.
_MARK = """
UPDATE bare_attempt SET outcome = 'ok', ended_at = clock_timestamp() WHERE id = ANY(%s)
RETURNING set_config('synchronous_commit', 'off', true)
"""
_numbers = count(1)


@contextmanager
def bare_ledger() -> Iterator["psycopg.Connection[Any]"]:
    """A table of its own with one index and no rules; gone afterwards. Of each attempt it must know what came of it."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(_TABLE)
        try:
            yield owner
            assert owner.execute("SELECT count(*) FROM bare_attempt WHERE outcome <> 'ok'").fetchone() == (0,)
        finally:
            owner.execute("DROP TABLE bare_attempt")


def bare(owner: "psycopg.Connection[Any]", mail: tuple[str, str, bytes], number: int, at_once: int) -> None:
    """`mail` is who sends, to whom, and what."""
    sender, recipient, body = mail
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        taken: list[int] = []
        for done in range(0, number, at_once):
            batch = [next(_numbers) for _n in range(min(at_once, number - done))]
            owner.execute(_OPEN, [taken, "x" * 64, batch], prepare=True)
            for _each in batch:
                server.sendmail(sender, [recipient], body)
            taken = batch
        owner.execute(_MARK, [taken], prepare=True)
