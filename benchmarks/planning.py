"""How long does it take to plan every contact of many accounts? (spec: notices, planning backwards)"""

from datetime import UTC, date, datetime

from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.picture import AccountPicture, Picture, Promise
from notifications.rules.planned import Planned
from notifications.rules.planner import each_touchpoint, plan_touchpoints

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
    kept = plan_touchpoints(picture, now=NOW)
    assert len({each.account for each in kept}) == number
    count, row = len(kept), kept[0]
    del kept

    def ours(_: int) -> None:
        assert sum(1 for _contact in each_touchpoint(picture, now=NOW)) == count

    def peer(_: int) -> None:
        assert sum(1 for _row in (Planned(row.contact, row.account, row.at) for _number in range(count))) == count

    pair = in_turns(ours, peer, times=rounds(scale))
    name = f"plan {count:,} contacts of {number:,} accounts, seconds"
    return [Result(name, pair.ours_s, pair.peer_s, "as many bare rows", 1.0, pair.peak_mb, is_absolute=True)]
