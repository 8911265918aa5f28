"""What does a closing report hold?"""

from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.rules.closing_charts import Bar, LineChart
from lifecycle.rules.observation import Comparison

Day = date  # a field called `date` hides the type


@dataclass(frozen=True, slots=True)
class Act:
    """One act on record; `seq` is its place in the chain, None while it waits for one."""

    at: datetime
    what: str
    subject: str
    actor: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One dated promise and when it was kept; `kept_date` None = not (yet)."""

    kind: str
    label: str
    date: date
    revision: int
    kept_date: Day | None
    days_late: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is on record for one criterion; `answer` is yes, no, unknown, or nothing."""

    criterion: str
    answer: str
    as_of: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account's end of the story."""

    key: str
    name: str
    tier: str
    late_calls: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure brought by another part of the product, with its source."""

    group: str
    label: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """Plain values only: the page and the JSON are made from this alone."""

    plan: str
    module: str
    module_name: str
    stage: str
    reason_kind: str
    reason: str
    replacement: str
    policy: str
    made_at: datetime
    decisions: tuple[str, ...]
    overrides: tuple[str, ...]
    promises: tuple[Promise, ...]
    accounts: tuple[AccountLine, ...]
    stragglers: tuple[Bar, ...]
    comparisons: tuple[Comparison, ...]
    acts: tuple[Act, ...]
    figures: tuple[Figure, ...] = ()
    lessons: tuple[str, ...] = ()
    use: tuple[tuple[date, int | None], ...] = ()
    use_chart: LineChart | None = None
