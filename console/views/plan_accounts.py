"""Whom does a plan concern, and how far is each account?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.plan_account_order import hurt_words, in_order, order_asked, order_choices
from console.views.shown import Choice, Pager, ShownAge, offset, pager, shown_age
from console.views.switch_words import switch_words
from lifecycle.api import Account, SunsetPlan, Switch, reading, words
from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.gates import Fact, FactKey
from lifecycle.rules.hurt_first import Hurt
from lifecycle.rules.stages import UNDOABLE, Stage
from lifecycle.rules.tiers import Tier

SHOWN = 20
_SAID = {
    "all_reached": (gettext_lazy("reached"), gettext_lazy("not reached")),
    "export_settled": (gettext_lazy("settled"), gettext_lazy("not settled")),
    "key_cleared": (gettext_lazy("cleared"), gettext_lazy("not cleared")),
    "usage_below": (gettext_lazy("no use"), gettext_lazy("in use")),
}


@dataclass(frozen=True, slots=True)
class Pill:
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    name: str
    key: str
    tier: str
    tier_label: str
    use: Pill
    hurt: str
    value: str
    told: Pill
    cleared: Pill | None
    export: Pill
    switch: str
    held: str
    give_back_url: str
    follow_url: str


@dataclass(frozen=True, slots=True)
class AccountList:
    total: int | None
    rows: tuple[AccountRow, ...]
    age: ShownAge | None
    orders: tuple[Choice, ...]
    pager: Pager


def account_list(
    plan: SunsetPlan,
    affected: reading.Affected | None,
    facts: Mapping[FactKey, Fact],
    *,
    query: QueryDict,
    now: datetime,
) -> AccountList:
    """By the evidence on record."""
    order, first = order_asked(query), offset(query.get("after", ""))
    found = in_order(plan, affected, facts, order)
    shown = found[first : first + SHOWN]
    accounts = reading.accounts_by_key(row.account for row in shown)
    switches = reading.switches(plan, list(accounts.values()))
    used = [fact for (criterion, subject), fact in facts.items() if criterion == "usage_below" and subject]
    return AccountList(
        total=affected.accounts if affected else 0,
        rows=tuple(_row(plan, (accounts[each.account], each), facts, switches, now) for each in shown),
        age=_age(used, now=now) if used else None,
        orders=order_choices(order, affected),
        pager=pager(
            query,
            shown=len(shown),
            total=affected.accounts if affected else None,
            next_cursor=str(first + SHOWN) if len(found) > first + SHOWN else "",
            table="accounts.csv",
        ),
    )


def _age(used: list[Fact], *, now: datetime) -> ShownAge:
    """The oldest figure in the list speaks for the list."""
    oldest = min(used, key=lambda fact: fact.as_of)
    return shown_age(oldest.as_of, source=oldest.source, fresh_for=timedelta(days=1), now=now)


def _row(
    plan: SunsetPlan,
    found: tuple[Account, Hurt],
    facts: Mapping[FactKey, Fact],
    switches: Mapping[str, Switch],
    now: datetime,
) -> AccountRow:
    account, hurt = found
    is_key = account.tier == Tier.KEY
    own = switches.get(account.key)
    held = own.held_at_stage if own else ""
    return AccountRow(
        name=account.name,
        key=account.key,
        tier=account.tier,
        tier_label=Tier(account.tier).label,
        use=evidence_pill("usage_below", facts.get(("usage_below", account.key)), now),
        hurt=hurt_words(hurt),
        value=words.money(account.revenue, account.currency) if account.revenue is not None else "",
        told=evidence_pill("all_reached", facts.get(("all_reached", account.key)), now),
        cleared=evidence_pill("key_cleared", facts.get(("key_cleared", account.key)), now) if is_key else None,
        export=evidence_pill("export_settled", facts.get(("export_settled", account.key)), now),
        switch=switch_words(own or switches.get("")),
        held=_("given back, as at “%(stage)s”") % {"stage": _(Stage(held).label)} if held else "",
        give_back_url=reverse("console:give_back", args=[plan.key, account.key])
        if _gives_back(plan) and not held
        else "",
        follow_url=reverse("console:follow_again", args=[plan.key, account.key]) if held else "",
    )


def _gives_back(plan: SunsetPlan) -> bool:
    return Stage(plan.paused_from or plan.stage) in UNDOABLE


def evidence_pill(criterion: str, fact: Fact | None, now: datetime) -> Pill:
    """Unknown and missing are words of their own, never “no”."""
    known = CRITERIA[criterion]
    if fact is None:
        return Pill("unknown", _("nothing on record"))
    if fact.value is None:
        return Pill("unknown", _("unknown"))
    yes, no = _SAID[criterion]
    holds = known.holds(fact.value)
    if now - fact.as_of > known.fresh_for:
        return Pill("caution", _("%(said)s, but that is old") % {"said": yes if holds else no})
    return Pill("ok" if holds else "caution", str(yes if holds else no))
