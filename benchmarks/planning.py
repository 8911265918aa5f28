"""How long does it take to plan every contact of many accounts? (spec: notices, planning backwards)"""

from dataclasses import astuple
from datetime import UTC, date, datetime

from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.picture import AccountPicture, Picture, Planned, Promise
from notifications.rules.planner import plan_touchpoints

ACCOUNTS = 100_000
NOW = datetime(2027, 1, 11, 12, tzinfo=UTC)
OFF = date(2027, 6, 1)
ZONES = ("Europe/Berlin", "America/Chicago", "Asia/Shanghai", "UTC")


def measure(scale: float) -> list[Result]:
    """A non-core module and its light accounts, as most of a hundred thousand are; each has several contacts."""
    number = max(1, round(ACCOUNTS * scale))
    accounts = tuple(AccountPicture(f"a{n}", Tier.LIGHT, zone=ZONES[n % len(ZONES)]) for n in range(number))
    milestones = {MilestoneKind.OFF: Promise(OFF)}
    picture = Picture(Stage.ANNOUNCED, Criticality.NON_CORE, milestones, accounts)
    found: list[tuple[Planned, ...]] = [()]

    def ours(_: int) -> None:
        found[0] = plan_touchpoints(picture, now=NOW)

    def peer(_: int) -> None:
        for values in cells:
            Planned(*values)

    ours(0)
    cells = [tuple(getattr(each, name) for name in Planned.__slots__) for each in found[0]]
    assert len(cells) >= number
    assert astuple(Planned(*cells[-1])) == astuple(found[0][-1])
    pair = in_turns(ours, peer, times=rounds(scale))
    name = f"plan {len(cells):,} contacts of {number:,} accounts, seconds"
    return [Result(name, pair.ours_s, pair.peer_s, "as many bare dataclasses", 1.0, pair.peak_mb, is_absolute=True)]
