"""How do the figures and the sources of a module read?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.api import LeftOut, ModuleUsage
from analytics.rules.clock_skew import ClockSkew, ClockStatus
from analytics.rules.coverage import FeedStatus
from analytics.rules.revenue_at_risk import RevenueAtRisk
from analytics.rules.source_figures import SourceFigures
from console.views.plan_accounts import Pill
from console.views.shown import Figure, ShownAge, figure, shown_age
from lifecycle.api import words

FRESH_FOR = timedelta(hours=48)
_FEEDS = {
    FeedStatus.OK: ("ok", gettext_lazy("complete")),
    FeedStatus.LATE: ("caution", gettext_lazy("late")),
    FeedStatus.THIN: ("caution", gettext_lazy("thin")),
    FeedStatus.MISSING: ("blocked", gettext_lazy("missing")),
}


@dataclass(frozen=True, slots=True)
class SourceDayRow:
    day: str
    pill: Pill
    received: str
    expected: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`days_words` counts the days of each status; `days` lists them, the newest first."""

    name: str
    pill: Pill
    received: str
    expected: str
    share: str
    rule: str
    clock: str
    is_clock_odd: bool
    age: ShownAge
    days_words: str
    days: tuple[SourceDayRow, ...]
    left_out: tuple[str, ...]
    exclude_url: str


def figures_age(as_of: date, *, now: datetime) -> ShownAge:
    """The figures of a day are complete when it is over."""
    closed = datetime.combine(as_of + timedelta(days=1), time(), tzinfo=UTC)
    return shown_age(closed, source="", fresh_for=FRESH_FOR, now=now)


def use_figures(found: ModuleUsage) -> tuple[Figure, ...]:
    spread = found.concentration
    top = spread.top10_share
    return (
        figure(_("Users, 28 days"), found.users[28], _in_90_days(found.users[90])),
        figure(_("Accounts, 28 days"), found.accounts[28], _in_90_days(found.accounts[90])),
        Figure(
            _("Share of the ten largest"),
            words.percent(top) if top is not None else _("unknown"),
            _("of all events in 90 days; three largest %(top3)s, HHI %(hhi)s, Gini %(gini)s")
            % {
                "top3": words.percent(spread.top3_share),
                "hhi": words.number(_short(spread.hhi)),
                "gini": words.number(_short(spread.gini)),
            },
            is_word=top is None,
        ),
        _at_risk(found.revenue_at_risk),
    )


def source_rows(
    found: ModuleUsage, left_out: Mapping[str, Sequence[LeftOut]], *, now: datetime
) -> tuple[SourceRow, ...]:
    return tuple(_source(each, left_out.get(each.source, ()), found.module, now=now) for each in found.feeds.sources)


def left_out_words(each: LeftOut) -> str:
    if each.events is None:
        return _("%(rule)s: not counted here") % {"rule": each.pattern}
    counted = {"rule": each.pattern, "count": words.number(each.events)}
    return ngettext("%(rule)s: %(count)s event", "%(rule)s: %(count)s events", each.events) % counted


def _at_risk(risk: RevenueAtRisk) -> Figure:
    """Several currencies are listed and never added up."""
    if len(risk.by_currency) > 1:
        parts = words.listed(words.money(each.amount, each.currency) for each in risk.by_currency)
        return Figure(_("Revenue at risk"), _("in several currencies"), parts, is_word=True)
    note = _("weighted by dependence: %(amount)s") % {"amount": words.money(risk.weighted, risk.currency or "")}
    if risk.unpriced or risk.undecided:
        note += "; " + _(
            "not included: accounts without known revenue (%(unpriced)s), accounts of unknown use (%(undecided)s)"
        ) % {
            "unpriced": words.number(risk.unpriced),
            "undecided": words.number(risk.undecided),
        }
    return Figure(
        _("Revenue at risk"), words.money(risk.amount, risk.currency or ""), note, is_word=risk.amount is None
    )


def _in_90_days(count: int | None) -> str:
    return _("%(count)s in 90 days") % {"count": words.number(count)}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _source(each: SourceFigures, left_out: Sequence[LeftOut], module: str, *, now: datetime) -> SourceRow:
    counts = Counter(day.status for day in each.days)
    return SourceRow(
        name=each.source,
        pill=_pill(each.coverage.status),
        received=words.number(each.coverage.received),
        expected=_expected(each.coverage.expected),
        share=words.percent(round(each.coverage.arrived, 3)),
        rule=_("declared: at least %(count)s a day") % {"count": words.number(each.heartbeat)}
        if each.heartbeat
        else _("learnt from the same weekdays of eight weeks"),
        clock=_clock(each.clock),
        is_clock_odd=each.clock.status in {ClockStatus.AHEAD, ClockStatus.BEHIND},
        age=shown_age(each.last_at, source="", fresh_for=FRESH_FOR, now=now),
        days_words=words.listed(f"{_FEEDS[status][1]} {counts[status]}" for status in _FEEDS if counts[status]),
        days=tuple(
            SourceDayRow(words.day(day.date), _pill(day.status), words.number(day.received), _expected(day.expected))
            for day in reversed(each.days)
        ),
        left_out=tuple(left_out_words(rule) for rule in left_out),
        exclude_url=f"{reverse('console:exclude_actions')}?{urlencode({'source': each.source, 'module': module})}",
    )


def _pill(status: FeedStatus) -> Pill:
    return Pill(_FEEDS[status][0], str(_FEEDS[status][1]))


def _expected(value: float | None) -> str:
    return words.number(round(value)) if value else _("not known yet")


def _clock(clock: ClockSkew) -> str:
    span = words.span(timedelta(seconds=abs(clock.skew_s or clock.furthest_ahead_s)))
    said = {
        ClockStatus.OK: _("agrees with ours"),
        ClockStatus.AHEAD: _("ahead of ours by %(span)s") % {"span": span},
        ClockStatus.BEHIND: _("behind ours by %(span)s") % {"span": span},
        ClockStatus.UNKNOWN: _("cannot be judged from its deliveries"),
    }[clock.status]
    if clock.furthest_ahead_s and clock.status is not ClockStatus.AHEAD:
        return said + "; " + _("single events up to %(span)s ahead") % {"span": span}
    return said
