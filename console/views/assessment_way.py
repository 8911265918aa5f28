"""How does one scenario read: its terms, its figures, and may its replacement be announced?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.views.assessment_labels import FAULTS
from console.views.assessment_rows import total_words
from console.views.plan_accounts import Pill
from console.views.shown import Fact, Figure, figure
from lifecycle.api import Assessment, words
from lifecycle.rules.capabilities import count_coverage
from lifecycle.rules.feedback import Severity, count_severity
from lifecycle.rules.scenarios import Scenario
from lifecycle.rules.scorecard import judge_replacement, total


def way_name(way: Scenario) -> str:
    return _("As planned") if way.terms.name == "As planned" else way.terms.name


def terms_of(way: Scenario) -> tuple[Fact, ...]:
    return (
        Fact(_("Replacement"), way.terms.replacement or _("none named")),
        Fact(_("Ready today?"), _(way.terms.readiness.label)),
        Fact(_("Announced on"), words.day(way.terms.announce_date)),
        Fact(_("Switched off on"), words.day(way.terms.off_date)),
    )


def replacement_of(way: Scenario) -> tuple[Pill, tuple[str, ...]]:
    """May it be announced, and if not, why?"""
    lacking = count_coverage(way.capabilities).lacking_essential
    found = judge_replacement(way.scores, readiness=way.terms.readiness, lacking_essential=lacking)
    tone, word = {
        True: ("ok", _("may be announced")),
        False: ("blocked", _("blocks the announcement")),
        None: ("unknown", _("not known yet")),
    }[found.holds]
    return Pill(tone, word), tuple(str(FAULTS[each]) for each in found.faults)


def way_figures(found: Assessment, way: Scenario) -> tuple[Figure, ...]:
    points, count = total(way.scores), count_coverage(way.capabilities)
    grave = count_severity(each.remark for each in found.remarks)
    unknown = ngettext("%(count)s score unknown", "%(count)s scores unknown", points.unknown) % {
        "count": points.unknown
    }
    critical = grave[Severity.CRITICAL]
    return (
        Figure(_("Score of the replacement, 0 to 5"), total_words(points), unknown),
        figure(
            _("Capabilities covered"),
            count.covered if count.total else None,
            _("%(partly)s partly, %(lacking)s lacking") % {"partly": count.partly, "lacking": count.lacking},
        ),
        figure(
            _("Feedback"),
            len(found.remarks),
            ngettext("%(count)s of it critical", "%(count)s of it critical", critical) % {"count": critical},
        ),
        figure(
            _("Nobody answered for"),
            len(found.unanswered),
            _("of %(count)s that depend on it") % {"count": len(found.dependants)},
        ),
    )
