"""How far does a worker come that dies, and what does it do if it was only asleep?

It takes the product's own steps up to that point, and no further.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import connection

from notifications.channels.contract import Answer
from notifications.channels.registry import OUTLETS
from notifications.rules.notice_codes import Channel
from notifications.services.attempts import Opening, open_attempts
from notifications.services.claim import claim_ready
from notifications.services.due_letters import read_letters
from notifications.services.figures import FiguresBook
from notifications.services.letter_texts import SharedLetters
from notifications.services.mark import mark
from notifications.services.payloads import payload_of
from notifications.services.plan_book import PlanBook
from notifications.services.release import release_due
from notifications.services.stops import stop_of

LEASE_FOR = timedelta(seconds=30)


class Point(StrEnum):
    RELEASED = "released"
    CLAIMED = "claimed"
    OPENED = "opened"  # its attempt is on record, nothing was sent
    SENT = "sent"  # and answered, which nobody noted


@dataclass(frozen=True, slots=True)
class Asleep:
    """What a worker holds that looked dead: its delivery, and the answer that it never noted."""

    delivery_id: int
    token: UUID
    answer: Answer | None


def die_at(point: Point, *, now: datetime, count: int = 2) -> list[Asleep]:
    release_due(now=now)
    if point is Point.RELEASED:
        return []
    claims = claim_ready(now=now, count=count, lease_for=LEASE_FOR)
    if point is Point.CLAIMED or not claims:
        return [Asleep(each.delivery_id, each.token, None) for each in claims]
    letters = SharedLetters(PlanBook(FiguresBook(now)), now)
    return [asleep for each in claims if (asleep := _begun(each.delivery_id, each.token, point, letters))]


def _begun(delivery_id: int, token: UUID, point: Point, letters: SharedLetters) -> Asleep | None:
    now = letters.now
    (letter,) = read_letters([delivery_id], token, now=now)
    is_past = letters.is_past(letter.late_until, letter.timezone)
    if stop_of(letter, is_past=is_past) or letter.body_sha:  # it would not begin; or once more, which is told elsewhere
        return None
    filled = letters.of(letter)
    opening = Opening(delivery_id, filled.text, filled.told)
    if not open_attempts([opening], token, lease_for=LEASE_FOR, now=now, marked={}):
        return None
    if point is Point.OPENED:
        return Asleep(delivery_id, token, None)
    payload = payload_of(letter, filled, now=now)
    return Asleep(delivery_id, token, OUTLETS[Channel(letter.channel)].send(payload, timeout_s=1))


def wake(asleep: Asleep, *, now: datetime) -> bool:
    """Whether it could still note what it had been told."""
    return mark(delivery_id=asleep.delivery_id, token=asleep.token, answer=asleep.answer, now=now)


def end_leases() -> None:
    """The database's clock goes on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_delivery SET lease_until = clock_timestamp() - interval '1 s'"
            " WHERE lease_token IS NOT NULL"
        )
