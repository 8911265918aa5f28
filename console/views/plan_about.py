"""What is a plan about: its figures, its facts, its place on the ladder, its moved dates?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.views.shown import Fact, Figure, figure
from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import LADDER, Stage


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    status: str


def ladder(plan: SunsetPlan) -> tuple[Step, ...]:
    here = Stage(plan.paused_from or plan.stage)
    place = LADDER.index(here) if here in LADDER else -1

    def status(stage: Stage) -> str:
        if stage in plan.skipped_stages:
            return "left-out"
        position = LADDER.index(stage)
        return "now" if position == place else "done" if position < place else "next"

    return tuple(Step(stage.label, status(stage)) for stage in LADDER)


def figures(plan: SunsetPlan, affected: reading.Affected | None, *, now: datetime) -> tuple[Figure, ...]:
    off = next((each for each in reading.promises(plan) if each.kind is MilestoneKind.OFF), None)
    key_words = ""
    if affected:
        count = affected.key_accounts
        key_words = ngettext("%(count)s of them is a key account", "%(count)s of them are key accounts", count) % {
            "count": count
        }
    revenue = words.money(affected.revenue, affected.currency) if affected else _("unknown")
    return (
        figure(_("Accounts concerned"), affected.accounts if affected else None, key_words),
        _countdown(off.at, off.zone, now=now) if off else Figure(_("Switched off"), _("no date yet"), is_word=True),
        Figure(
            _("Their revenue, a year"),
            revenue,
            not_in_revenue(affected),
            is_word=affected is None or affected.revenue is None,
        ),
        Figure(_("Plan revision"), words.number(plan.revision), _("policy %(key)s") % {"key": plan.policy}),
    )


def not_in_revenue(affected: reading.Affected | None) -> str:
    """Whose money the sum leaves out: figures in several currencies are never added up."""
    unpriced, other = (affected.unpriced, affected.other_currencies) if affected else (0, 0)
    unknown = ngettext("unknown for %(count)s account", "unknown for %(count)s accounts", unpriced)
    elsewhere = ngettext(
        "besides %(count)s account in another currency", "besides %(count)s accounts in other currencies", other
    )
    counted = ((unknown, unpriced), (elsewhere, other))
    return "; ".join(text % {"count": words.number(count)} for text, count in counted if count)


def _countdown(at: datetime, zone: str, *, now: datetime) -> Figure:
    """Never a number of days without its date."""
    count = (timezone.localdate(at) - timezone.localdate(now)).days
    note = words.instant(at, zone)
    if at <= now:
        return Figure(_("Planned switch-off was"), words.ago(at, now=now), note)
    return Figure(_("Switched off in"), words.days(count), note)


def facts(plan: SunsetPlan) -> tuple[Fact, ...]:
    module = plan.module
    replacement = module.replacement_name or (module.replacement_module.name if module.replacement_module else "")
    return (
        Fact(_("Key"), plan.key),
        Fact(_("Owner"), module.owner_email or _("unknown")),
        Fact(_("Criticality"), _(module.get_criticality_display())),
        Fact(_("Reason"), _(plan.get_reason_kind_display())),
        Fact(_("Replacement"), replacement or _("none named"), module.replacement_url),
        Fact(
            _("Who helps"),
            plan.helper_name or _("nobody named"),
            f"mailto:{plan.helper_email}" if plan.helper_email else "",
        ),
        Fact(_("Author"), plan.author.name if plan.author else _("unknown")),
    )


def date_moves(plan: SunsetPlan) -> tuple[str, ...]:
    return tuple(
        _("%(what)s: %(old)s → %(new)s. %(reason)s")
        % {
            "what": _(MilestoneKind(move.milestone.kind).label),
            "old": words.day(move.old_date),
            "new": words.day(move.new_date),
            "reason": move.reason,
        }
        for move in reading.date_moves(plan)
    )
