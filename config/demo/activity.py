"""What do the invented people do on a day, and which day do the real archives' events fall on?

The retired module is `messages` (classic channels). Before the announcement everybody uses it as always; afterwards
each account moves over in its own week; once the host product refuses, nobody can. `calls` goes on, so the feed never
stops.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config.demo.directory import SEED, DemoAccount

MODULE = "messages"
REPLACEMENT = "spaces"
FEED = "host"  # the activity source that the host product delivers
STRAGGLER = "demo-003"  # its script still calls after the end
WEEKS_TO_MOVE = 6


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """One row of activity in the fixed input format."""

    occurred_at: datetime
    account: str
    user: str
    module: str
    action: str
    event_id: str

    def as_row(self) -> dict[str, object]:
        return {
            "occurred_at": self.occurred_at.isoformat(),
            "account": self.account,
            "user": self.user,
            "module": self.module,
            "action": self.action,
            "event_id": self.event_id,
        }


def events_of(
    day: date, found: tuple[DemoAccount, ...], *, announced: date | None, off: date | None
) -> Iterator[DemoEvent]:
    """Every invented event of one UTC day; the same day gives the same events."""
    for account in found:
        if account.is_real:  # nothing is invented for the public archives
            continue
        chance = random.Random(f"{SEED}/{account.key}/{day}")  # noqa: S311  (a repeatable demo, not a secret)
        yield from _calls(day, account, chance)
        if _still_uses(day, account, announced, off):
            yield from _messages(day, account, chance)
        elif announced is not None:
            yield _event(day, account, "u0", (REPLACEMENT, "message.post", 10), chance)
        if off is not None and account.key == STRAGGLER and off < day <= off + timedelta(days=3):
            yield _event(day, account, "nightly-script", (MODULE, "message.post", 20), chance)


def moves_on(account: DemoAccount, announced: date) -> date:
    """The day from which an account uses the replacement instead: two to eight weeks after the announcement."""
    chance = random.Random(f"{SEED}/{account.key}/moves")  # noqa: S311  (a repeatable demo, not a secret)
    return announced + timedelta(days=14 + chance.randrange(WEEKS_TO_MOVE * 7))


def _still_uses(day: date, account: DemoAccount, announced: date | None, off: date | None) -> bool:
    if off is not None and day >= off:
        return False
    return announced is None or day < moves_on(account, announced)


def _calls(day: date, account: DemoAccount, chance: random.Random) -> Iterator[DemoEvent]:
    if day.weekday() < 5 or account.tier == "key":
        for n in range(1 + min(account.weekly_users, 5)):
            yield _event(day, account, f"u{n}", ("calls", "call.join", n), chance)


def _messages(day: date, account: DemoAccount, chance: random.Random) -> Iterator[DemoEvent]:
    if day.weekday() >= 5:
        return
    for n in range(account.weekly_users):
        if chance.random() < 0.45:
            yield _event(day, account, f"u{n}", (MODULE, "message.post", 100 + n), chance)


def _event(day: date, account: DemoAccount, user: str, act: tuple[str, str, int], chance: random.Random) -> DemoEvent:
    module, action, number = act
    moment = datetime.combine(day, time(hour=6), tzinfo=UTC) + timedelta(seconds=chance.randrange(36_000))
    return DemoEvent(moment, account.key, user, module, action, f"demo/{account.key}/{day}/{module}/{number}")
