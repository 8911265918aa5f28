"""How does a verdict look: which sentences, grouped, who clears each and where?"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifecycle.api import SunsetPlan, criterion_name, sentence
from lifecycle.rules.criteria import CRITERIA, Source
from lifecycle.rules.verdicts import Blocker, Verdict

FEW = 2
_ANCHORS = {
    "notice_served": "touchpoints",
    "all_reached": "touchpoints",
    "contact_usable": "accounts",
    "export_settled": "exports",
    "no_export_open": "exports",
    "approvals": "gate",
    "plan_fresh": "gate",
    "stragglers_settled": "stragglers",
    "contract_end": "accounts",
}
_PAGES = {"decision_current": "console:decision", "replacement_ready": "console:assessment"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence and what clears it; `others` holds every sentence of a group that stands behind one line."""

    sentence: str
    clears: str = ""
    url: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    id: str
    tone: str
    word: str
    blockers: tuple[Finding, ...]
    cautions: tuple[Finding, ...]


def shown_verdict(verdict: Verdict, *, name: str, plan: SunsetPlan | None = None) -> ShownVerdict:
    return ShownVerdict(
        id=f"{name}-verdict",
        tone={"blocked": "blocked", "caution": "caution", "safe": "ok"}[verdict.level],
        word=verdict_word(verdict),
        blockers=_findings(verdict.blockers, plan),
        cautions=_findings(verdict.cautions, plan),
    )


def verdict_word(verdict: Verdict) -> str:
    if verdict.blockers:
        count = len({each.criterion for each in verdict.blockers})
        return ngettext("%(count)s thing in the way", "%(count)s things in the way", count) % {"count": count}
    return _("may go on, with caution") if verdict.cautions else _("may go on")


def _findings(blockers: Iterable[Blocker], plan: SunsetPlan | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for _key, same in groupby(blockers, key=lambda each: (each.criterion, each.reason)):
        group = list(same)
        if len(group) <= FEW:
            found.extend(Finding(sentence(each), *_way_out(each, plan)) for each in group)
        else:
            found.append(_group(group, plan))
    return tuple(found)


def _group(group: list[Blocker], plan: SunsetPlan | None) -> Finding:
    """One line for many: accounts of a criterion are counted; of anything else the first stands for the others."""
    counted = ngettext(
        "%(name)s: not so for %(count)s account.", "%(name)s: not so for %(count)s accounts.", len(group)
    )
    told = {"name": criterion_name(group[0].criterion), "count": len(group)}
    line = counted % told if group[0].criterion in CRITERIA else sentence(group[0])
    return Finding(line, *_way_out(group[0], plan), others=tuple(sentence(each) for each in group))


def _way_out(blocker: Blocker, plan: SunsetPlan | None) -> tuple[str, str]:
    who = blocker.fact("cleared_by")
    if not who:
        return "", ""
    words = _("Who can clear it: %(who)s") % {"who": _(who)}
    return words, _url(blocker.criterion, plan) if plan else ""


def _url(criterion: str, plan: SunsetPlan) -> str:
    known = CRITERIA.get(criterion)
    if criterion in _PAGES:
        return reverse(_PAGES[criterion], args=[plan.key])
    if known is not None and known.source is Source.ATTESTED:
        return reverse("console:attest", args=[plan.key, criterion])
    if criterion in {"usage_below", "activity_alive"}:
        return reverse("console:module", args=[plan.module.key])
    if criterion == "key_cleared":
        return reverse("console:desk") + f"?plan={plan.key}"
    if criterion == "audit_ok":
        return reverse("console:audit")
    return reverse("console:plan", args=[plan.key]) + f"#{_ANCHORS[criterion]}" if criterion in _ANCHORS else ""
