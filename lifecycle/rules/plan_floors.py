"""Is every stage of a plan late enough after people were told?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lifecycle.rules.lead_time import Demands, Earliest, FastPath, Floor, earliest
from lifecycle.rules.milestones import STAGE_MILESTONE, MilestoneKind
from lifecycle.rules.policies import EARLY_STAGE_FLOORS
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Blocker, Reason, Verdict, blocked

NOTHING_KNOWN = FastPath(is_use_low=None, is_replacement_ready=None)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan file cannot know by itself.

    `contracts` are (account key, contractual notice in days), `laws` (account key, what its country asks for);
    `reached` are milestones already behind a live plan; `told_date` is set once the announcement is proven.
    """

    today: date
    contracts: tuple[tuple[str, int], ...] = ()
    fast_path: FastPath = NOTHING_KNOWN
    reached: frozenset[MilestoneKind] = frozenset()
    told_date: date | None = None
    laws: tuple[tuple[str, Floor], ...] = ()


def floor_verdict(dated: Mapping[MilestoneKind, date], demands: Demands, around: Surroundings) -> Verdict:
    """Is every stage late enough after people were told? Raises ValueError beyond the calendar."""
    told = around.told_date or dated[MilestoneKind.ANNOUNCE]
    verdict = off_verdict(told_date=told, off_date=dated[MilestoneKind.OFF], demands=demands, around=around)
    for stage in EARLY_STAGE_FLOORS:
        kind = STAGE_MILESTONE[Stage(stage)]
        if kind in dated and kind not in around.reached:
            verdict += _against(stage, dated[kind], earliest(told_date=told, demands=demands, stage=stage), "")
    return verdict


def off_verdict(*, told_date: date, off_date: date, demands: Demands, around: Surroundings) -> Verdict:
    """May those be switched off on `off_date` whose contracts and laws are given? Names the binding rule and whose."""
    found = earliest(told_date=told_date, demands=of_accounts(demands, around))
    whose = {floor.rule: account for account, floor in reversed(around.laws)}
    whose["contract"] = max(around.contracts, key=lambda pair: pair[1], default=("", 0))[0]
    return _against("off", off_date, found, whose.get(found.binding, ""))


def of_accounts(demands: Demands, around: Surroundings) -> Demands:
    """What a plan asks for, and the longest contract and every law of its accounts beside it."""
    longest = max((days for _account, days in around.contracts), default=0)
    laws = tuple(dict.fromkeys(floor for _account, floor in around.laws))
    return replace(demands, contract_notice_days=longest or None, floors=demands.floors + laws)


def _against(stage: str, given: date, found: Earliest, account: str) -> Verdict:
    binding = found.bound_by
    facts: dict[str, object] = {
        "place": stage,
        "stage": Stage(stage).label,
        "date": given,
        "rule": binding.rule,
        "needed": binding.needs,
    }
    if found.date is None:
        return blocked("lead_time_unknown", Reason.UNKNOWN, subject=account, **facts, detail=binding.note)
    facts["earliest"] = found.date
    if given < found.date:
        return blocked("lead_time", Reason.TOO_EARLY, subject=account, **facts)
    if found.target_date and given < found.target_date:
        pairs = tuple((name, str(value)) for name, value in (facts | {"target": found.target_date}).items())
        return Verdict(cautions=(Blocker("lead_time_target", Reason.TOO_EARLY, account, pairs),))
    return Verdict()
