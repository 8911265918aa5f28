"""What else do a module's users use, and have they begun to use its replacement?"""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Companion:
    """Another module in the same 90 UTC days. `users`: persons who use both; `accounts`: that use both.

    The shares, 0…1, are of the module's own users and accounts; None when it has none. None is unknown.
    """

    module: str
    users: int | None
    accounts: int | None
    users_share: float | None
    accounts_share: float | None

    def as_json(self) -> dict[str, object]:
        return {
            "module": self.module,
            "users": self.users,
            "accounts": self.accounts,
            "users_share": self.users_share,
            "accounts_share": self.accounts_share,
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """Of `before`, who used the module in the 90 days before the day: `after` have used the replacement since then.

    `gone` of those have left the module (28 days); `still` use the module in the last 28 days, also beside the
    replacement. None is unknown.
    """

    before: int | None = 0
    after: int | None = 0
    gone: int | None = 0
    still: int | None = 0

    @property
    def share(self) -> float | None:
        return self.after / self.before if self.before and self.after is not None else None

    def as_json(self) -> dict[str, object]:
        return {
            "before": self.before,
            "after": self.after,
            "gone": self.gone,
            "still": self.still,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Adoption:
    """`since`: the first day that counts as after (the announcement, else 28 days before the end of the figures)."""

    replacement: str
    since: date
    users: Moved
    accounts: Moved

    def as_json(self) -> dict[str, object]:
        return {
            "replacement": self.replacement,
            "since": self.since.isoformat(),
            "users": self.users.as_json(),
            "accounts": self.accounts.as_json(),
        }


@dataclass(frozen=True, slots=True)
class CoUse:
    """`companions` with the most common users first; `adoption` None: no replacement is a module of ours.

    Not `is_covered`: a source did not deliver in all of the 90 days. Then counts are at least so many, a count of
    zero, a share and who left are unknown, and there may be more companions.
    """

    module: str
    as_of: date
    users: int | None
    accounts: int | None
    companions: tuple[Companion, ...]
    adoption: Adoption | None = None
    is_covered: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "module": self.module,
            "as_of": self.as_of.isoformat(),
            "is_covered": self.is_covered,
            "users": self.users,
            "accounts": self.accounts,
            "companions": [each.as_json() for each in self.companions],
            "adoption": self.adoption.as_json() if self.adoption else None,
        }


def describe_co_use(module: str, as_of: date, met: dict[str, tuple[int, int]], adoption: Adoption | None) -> CoUse:
    """`met`: users and accounts in common by module, the module itself included."""
    users, accounts = met.get(module, (0, 0))
    companions = [
        Companion(name, both, within, both / users if users else None, within / accounts if accounts else None)
        for name, (both, within) in met.items()
        if name != module
    ]
    companions.sort(key=lambda each: (-(each.users or 0), -(each.accounts or 0), each.module))
    return CoUse(module, as_of, users, accounts, tuple(companions), adoption)


def without_coverage(found: CoUse) -> CoUse:
    """What of it still holds where a source did not deliver."""
    told = found.adoption
    return replace(
        found,
        users=found.users or None,
        accounts=found.accounts or None,
        companions=tuple(
            Companion(each.module, each.users or None, each.accounts or None, None, None) for each in found.companions
        ),
        adoption=replace(told, users=_at_least(told.users), accounts=_at_least(told.accounts)) if told else None,
        is_covered=False,
    )


def _at_least(moved: Moved) -> Moved:
    """Who seems to have left may only not have been seen."""
    return Moved(None, moved.after or None, None, moved.still or None)
