"""Who does an act: a person, a token or the system, and never nobody?"""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "person"
    TOKEN = "token"  # noqa: S105  (a kind of actor, not a secret)
    SYSTEM = "system"


class Role(StrEnum):
    """What a staff login may do; customers' roles stand on their membership."""

    NONE = "none"
    PM = "pm"
    CSM_LEAD = "csm_lead"
    CSM = "csm"
    OPERATOR = "operator"
    SUPPORT = "support"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Actor:
    """`person` is the uuid of the login as text; two logins of one person share `identity`."""

    kind: ActorKind
    name: str
    person: str = ""
    role: Role = Role.NONE

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("an actor has a name: nobody acts")

    @classmethod
    def system(cls, name: str) -> "Actor":
        return cls(kind=ActorKind.SYSTEM, name=name)

    @property
    def identity(self) -> str:
        return self.person or f"{self.kind}:{self.name}"
