"""What does a plan file say, once it has been read?"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from lifecycle.rules.capabilities import Capability
from lifecycle.rules.fixed_days import Freeze
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.month_steps import Span
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier


@dataclass(frozen=True, slots=True)
class ModuleText:
    """The module to be retired; the replacement is a name and address, or another module's key."""

    key: str
    name: str
    description: str = ""
    owner_email: str = ""
    criticality: Criticality = Criticality.CORE
    teams: tuple[str, ...] = ()
    dependants: tuple[str, ...] = ()
    integrations: tuple[str, ...] = ()
    replacement_name: str = ""
    replacement_url: str = ""
    replacement_module: str = ""
    capabilities: tuple[Capability, ...] = ()


class SwitchKind(StrEnum):
    """What turns the module off at the host product."""

    NONE = "none"
    WEBHOOK = "webhook"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class SwitchConfig:
    """`secret_name` names a setting, never a secret; `command` is the name of a configured program."""

    kind: SwitchKind = SwitchKind.NONE
    url: str = ""
    secret_name: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class ObservationTerms:
    """How long after the end one watches, and how many late calls of one account are too many."""

    days: int = 14
    late_calls_limit: int = 100


@dataclass(frozen=True, slots=True)
class MilestoneOffset:
    """A dated promise, counted from the off date (negative = before)."""

    kind: MilestoneKind
    offset: Span


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A plan file in our words. Dates of milestones follow from `off_date`; see `plan_dates`."""

    key: str
    module: ModuleText
    reason_kind: str
    reason: str
    policy: str
    off_date: date
    milestones: tuple[MilestoneOffset, ...]
    local_time: time = time(10, 0)
    zone: str = "UTC"
    is_major: bool = False
    asks_fast_path: bool = False
    packs_notices: bool = True
    skipped: tuple[tuple[Stage, str], ...] = ()
    tiers: tuple[tuple[str, Tier], ...] = ()
    wording: tuple[tuple[str, str], ...] = ()
    switch: SwitchConfig = SwitchConfig()
    observation: ObservationTerms = ObservationTerms()
    approvers: tuple[str, ...] = ()
    author_email: str = ""
    helper_name: str = ""
    helper_email: str = ""
    release_dates: tuple[date, ...] = ()
    freezes: tuple[Freeze, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFault:
    """Something in a file that does not hold: which rule, on which line, at which place in the document."""

    rule: str
    message: str
    line: int = 0
    place: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        place = f"{self.place}: " if self.place else ""
        return f"{where}{place}{self.message} [{self.rule}]"
