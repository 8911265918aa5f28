"""Which accounts of a module does the reader want to see, and how do they read?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.api import AccountUsage, why_in_words
from analytics.rules.use_verdict import UseVerdict
from console.views.plan_accounts import Pill
from console.views.shown import Choice, asked
from lifecycle.api import words
from lifecycle.rules.tiers import Tier

_VERDICTS = {
    UseVerdict.ACTIVE: ("blocked", gettext_lazy("active")),
    UseVerdict.FADING: ("caution", gettext_lazy("fading")),
    UseVerdict.RARE: ("caution", gettext_lazy("rare")),
    UseVerdict.UNUSED: ("ok", gettext_lazy("unused")),
    UseVerdict.UNKNOWN: ("unknown", gettext_lazy("unknown")),
}


@dataclass(frozen=True, slots=True)
class UseRow:
    account: str
    name: str
    tier: str
    tier_label: str
    pill: Pill
    why: str
    users: str
    change: str
    events: str
    share: str
    share_words: str
    last: str
    last_user: str
    next_expected: str
    revenue: str


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Accounts that never used it are left out unless asked for."""

    verdict: str
    tier: str
    text: str
    shows_all: bool

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        return cls(
            verdict=asked(query, "verdict"),
            tier=asked(query, "tier"),
            text=asked(query, "q").strip(),
            shows_all=query.get("all", "") == "1",
        )

    @property
    def is_set(self) -> bool:
        return bool(self.verdict or self.tier or self.text)

    def verdicts(self) -> tuple[Choice, ...]:
        return tuple(Choice(each.value, str(_VERDICTS[each][1]), each.value == self.verdict) for each in UseVerdict)

    def tiers(self) -> tuple[Choice, ...]:
        return tuple(Choice(each.value, _(each.label), each.value == self.tier) for each in Tier)

    def pick(self, accounts: Sequence[AccountUsage], names: Mapping[str, str]) -> list[AccountUsage]:
        wanted = self.text.casefold()
        return [
            each
            for each in accounts
            if (self.shows_all or each.was_ever_used)
            and self.verdict in {"", each.verdict.value}
            and self.tier in {"", each.tier or ""}
            and (wanted in each.account.casefold() or wanted in names.get(each.account, "").casefold())
        ]


def use_row(each: AccountUsage, names: Mapping[str, str]) -> UseRow:
    tone, word = _VERDICTS[each.verdict]
    return UseRow(
        account=each.account,
        name=names.get(each.account, ""),
        tier=each.tier or "",
        tier_label=Tier(each.tier).label if each.tier else "",
        pill=Pill(tone, str(word)),
        why=why_in_words(each.reason),
        users=words.number(each.users_28),
        change=_change(each.change_28),
        events=words.number(each.events_90),
        share=f"{(each.dependence or 0) * 100:.1f}",
        share_words=words.percent(each.dependence),
        last=words.day(each.last_at.date()) if each.last_at else _("never"),
        last_user=each.last_user or "",
        next_expected=words.day(each.next_expected_date) if each.next_expected_date else "",
        revenue=words.money(each.revenue, each.currency),
    )


def _change(change: float | None) -> str:
    """Against the 28 days before; nothing where nothing changed or can be compared."""
    if not change:
        return ""
    sign = "+" if change > 0 else ""
    return _("%(change)s against the 28 days before") % {"change": sign + words.percent(round(change, 3))}
