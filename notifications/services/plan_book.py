"""What do all letters of a plan have in common, read once per round of deliveries?"""

from collections.abc import Collection
from dataclasses import dataclass, field

from lifecycle.api import Account, SunsetPlan, User, promises_of, reading
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.tiers import Tier
from notifications.services.figures import FiguresBook
from notifications.services.own_words import OwnPart, own_words_of
from notifications.services.words import CUSTOMER_DATES


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """`told` is what a touchpoint keeps: the dates that customers hear, as text by milestone."""

    promises: dict[MilestoneKind, DatedPromise]
    told: dict[str, str]
    moved_reason: str
    wording: dict[str, str]
    replacement: str
    own_words: dict[OwnPart, str]


@dataclass(frozen=True, slots=True)
class Helper:
    name: str
    email: str


@dataclass(slots=True)
class PlanBook:
    """Keyed by the plan's revision: a plan that changes during the round is read again."""

    figures: FiguresBook
    _plans: dict[tuple[int, int], PlanFacts] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def of(self, plan: SunsetPlan) -> PlanFacts:
        key = (plan.pk, plan.revision)
        if key not in self._plans:
            self._plans[key] = facts_of_plan(plan)
        return self._plans[key]

    def helper(self, plan: SunsetPlan, account: Account) -> Helper:
        """A key account's own success manager, else the plan's helper, else the module's owner."""
        if account.csm_email and (Tier(account.tier) is Tier.KEY or not plan.helper_email):
            return Helper(self._name(account.csm_email), account.csm_email)
        if plan.helper_email:
            return Helper(plan.helper_name or plan.helper_email, plan.helper_email)
        return Helper(plan.module.owner_email, plan.module.owner_email)

    def _name(self, email: str) -> str:
        if email not in self._names:
            found = User.objects.filter(email=email).values_list("name", flat=True).first()
            self._names[email] = found or email
        return self._names[email]


def facts_of_plan(plan: SunsetPlan) -> PlanFacts:
    promises = {each.kind: each for each in promises_of(plan)}
    other = plan.module.replacement_module
    return PlanFacts(
        promises=promises,
        told={kind.value: each.date.isoformat() for kind, each in promises.items() if kind in CUSTOMER_DATES},
        moved_reason=newest_reason(plan),
        wording=dict(from_json(plan.settings).wording),
        replacement=plan.module.replacement_name or (other.name if other else ""),
        own_words=own_words_of(plan),
    )


def newest_reason(plan: SunsetPlan, *, of: Collection[str] = ()) -> str:
    """Of the move that was announced last, of these dates or of any: revisions of different dates have no order."""
    if moves := [each for each in reading.date_moves(plan) if not of or each.milestone.kind in of]:
        return moves[0].reason
    rows = plan.milestones.exclude(moved_reason="")
    moved = (rows.filter(kind__in=list(of)) if of else rows).order_by("-revision").first()
    return moved.moved_reason if moved else ""
