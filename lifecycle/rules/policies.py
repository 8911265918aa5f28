"""Which notice policies are there, and how long does each one demand?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lifecycle.rules.month_steps import Span


class Criticality(StrEnum):
    """How much depends on a module (A1)."""

    NON_CORE = "non_core"
    CORE = "core"
    BUSINESS_CRITICAL = "business_critical"

    @property
    def label(self) -> str:
        """For people."""
        return self.value.replace("_", " ").replace("non core", "non-core")


@dataclass(frozen=True, slots=True)
class Policy:
    """One promise of notice: a floor, perhaps a target, perhaps releases or fixed windows."""

    key: str
    label: str
    floor: Span
    target: Span | None = None
    releases: int = 0  # at least so many releases after the notice; their dates are an input
    window_months: tuple[int, ...] = ()  # then the next of these months ...
    window_day: int = 0  # ... on this day, 23:59:59 UTC


def _table(*policies: Policy) -> Mapping[str, Policy]:
    return MappingProxyType({policy.key: policy for policy in policies})


POLICIES = _table(
    Policy("own.non_core", "non-core: 1 to 1.5 months", Span(1), target=Span(1, 15)),
    Policy("own.core", "core: 2 to 3 months", Span(2), target=Span(3)),
    Policy("own.business_critical", "business-critical or embedded: 3 to 6 months", Span(3), target=Span(6)),
    Policy("aws.major", "AWS, major: 180 days", Span(days=180)),
    Policy("aws.minor", "AWS, minor: 90 days", Span(days=90)),
    Policy("sonar.api", "Sonar, API: 180 days", Span(days=180)),
    Policy("sonar.feature", "Sonar, feature: 90 days", Span(days=90)),
    Policy("google", "Google: 12 months", Span(12)),
    Policy("atlassian", "Atlassian: 6 months", Span(6)),
    Policy(
        "glean", "Glean: 6 months, then the next quarterly date", Span(6), window_months=(1, 4, 7, 10), window_day=15
    ),
    Policy("kubernetes.ga", "Kubernetes, GA: 12 months or 3 releases", Span(12), releases=3),
    Policy("kubernetes.beta", "Kubernetes, beta: 9 months or 3 releases", Span(9), releases=3),
    Policy("kubernetes.behaviour", "Kubernetes, behaviour: 12 months", Span(12)),
    Policy("kubernetes.cli_user", "Kubernetes, user commands: 12 months or 2 releases", Span(12), releases=2),
    Policy("kubernetes.cli_admin", "Kubernetes, admin commands: 6 months or 1 release", Span(6), releases=1),
    Policy("github.api", "GitHub, API: 24 months", Span(24)),
    Policy("m365.major", "Microsoft 365, major: 30 days", Span(days=30)),
)

CRITICALITY_FLOORS: Mapping[Criticality, Policy] = MappingProxyType(
    {each: POLICIES[f"own.{each.value}"] for each in Criticality},
)
"""A8: whatever policy a plan names, its module's criticality sets a floor too."""

HARD_MINIMUMS: Mapping[Criticality, Span] = MappingProxyType(
    {
        Criticality.NON_CORE: Span(days=30),
        Criticality.CORE: Span(days=60),
        Criticality.BUSINESS_CRITICAL: Span(days=90),
    }
)
"""A8: beside the months, for February makes of one month 28 days and of three 89."""

MAJOR_FLOOR = Span(3)
"""A8: a major retirement is never announced less than three months ahead."""

MAJOR_MINIMUM = Span(days=90)
"""A8: nor less than so many days, whatever the months of the year make of the other."""

FAST_PATH_FLOOR = Span(days=14)
"""A8: low use and a replacement that is ready, both as evidence, may shorten the notice down to this."""

EARLY_STAGE_FLOORS: Mapping[str, Span] = MappingProxyType(
    {"closed_to_new": Span(), "read_only": Span(days=14), "export_only": Span(days=14), "brownout": Span(days=14)},
)
"""Stages before `off` have floors of their own: nobody loses a capability within two weeks of being told."""
