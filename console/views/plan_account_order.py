"""In which order does a plan's page list its accounts, and what is the module to each?"""

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.api import published_dependences
from console.views.shown import Choice, asked
from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.gates import Fact, FactKey
from lifecycle.rules.hurt_first import Hurt, Order, ordered

_NAMES = {
    Order.HURT: gettext_lazy("hurt most first"),
    Order.USERS: gettext_lazy("most users first"),
    Order.VALUE: gettext_lazy("largest revenue first"),
    Order.KEY: gettext_lazy("by key"),
}


def order_asked(query: QueryDict) -> Order:
    """Anything else is the usual one."""
    given = asked(query, "order")
    return Order(given) if given in set(Order) else Order.HURT


def order_choices(chosen: Order, affected: reading.Affected | None) -> tuple[Choice, ...]:
    """By revenue only one currency can be ordered; where there are others it is named."""
    names = {each: str(name) for each, name in _NAMES.items()}
    if affected and affected.other_currencies:
        names[Order.VALUE] = _("largest revenue in %(currency)s first") % {"currency": affected.currency}
    return tuple(Choice(each.value, name, each is chosen) for each, name in names.items())


def in_order(
    plan: SunsetPlan, affected: reading.Affected | None, facts: Mapping[FactKey, Fact], order: Order
) -> list[Hurt]:
    """All of them: who is hurt most is known only when all were looked at."""
    most = affected.currency if affected else ""
    dependences = published_dependences(module_key=plan.module.key)
    rows = (
        Hurt(
            account=key,
            users=_users(facts.get(("usage_below", key))),
            dependence=dependences.get(key),
            value=revenue if currency == most else None,
        )
        for key, revenue, currency in reading.values_of_accounts(plan)
    )
    return ordered(rows, order)


def _users(fact: Fact | None) -> int | None:
    return fact.value if fact and isinstance(fact.value, int) else None


def hurt_words(row: Hurt) -> str:
    """Without what is not known."""
    told: Sequence[str] = [
        ngettext("%(count)s user", "%(count)s users", row.users) % {"count": words.number(row.users)}
        if row.users is not None
        else "",
        _("%(share)s of its activity") % {"share": words.percent(row.dependence)} if row.dependence is not None else "",
    ]
    return " · ".join(filter(None, told))
