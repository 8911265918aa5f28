"""What does a reader of activity say of a subject?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lifecycle.rules.affected import SubjectKind


class Counting(StrEnum):
    """What a reader's counts are: of new events alone, of all events that are still kept, or of all that count."""

    NEW = "new"
    KEPT = "kept"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SubjectUse:
    """New use by one subject. `count` events of the module are new; `modules` is everything it used.

    `through`: for a person the clients and integrations, else whatever the feed named beside it. `replacement_at`:
    its last use of the module that takes over.
    """

    account: str
    kind: SubjectKind
    key: str
    count: int
    first_at: datetime
    last_at: datetime
    modules: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    replacement_at: datetime | None = None


def subject_of_integration(name: str) -> SubjectKind:
    """A token is named by its feed as `token:<name>`."""
    return SubjectKind.TOKEN if name.startswith("token:") else SubjectKind.INTEGRATION
