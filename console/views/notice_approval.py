"""What does the second person see before saying yes: which words, to whom, asked by whom?"""

from collections import Counter
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from console.forms.notices import ApprovalForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed
from console.views.notice import notice_crumbs
from console.views.notice_doubts import bases, doubts
from console.views.notice_words import LANGUAGE_NAMES
from console.views.plan import plan_or_404
from console.views.shown import Fact
from lifecycle.api import Refused, SunsetPlan, words
from lifecycle.rules.tiers import Tier
from lifecycle.rules.verdicts import Reason, blocked
from notifications.api import (
    AudienceMember,
    NoticeApproval,
    approve_notices,
    audience_of,
    end_approval,
    may_answer,
    standings,
)
from notifications.rules.notice_codes import NoticeCode


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def approve_waiting(request: StaffRequest, key: str) -> HttpResponse:
    """All requests that were shown, in one answer; each stays a record of its own."""
    plan = plan_or_404(key)
    waiting = [(each.code, each.request) for each in standings(plan) if each.request]
    rows = [row for _code, row in waiting]
    if not rows and request.method != "POST":
        return redirect("console:notices", key=plan.key)
    shown = _named(rows)
    form = ApprovalForm(request.POST if request.method == "POST" else None, initial={"seen": shown})

    def act() -> str:
        now, actor = timezone.now(), actor_of(request)
        if form.cleaned_data["seen"] != shown:
            raise Refused(blocked("notice_other_requests", Reason.STALE))
        if form.cleaned_data["answer"] == "approve":
            count = approve_notices(plan=plan, requests=[row.uuid for row in rows], actor=actor, now=now)
            said = ngettext("%(count)s notice is approved.", "%(count)s notices are approved.", count)
            return said % {"count": count}
        for row in rows:
            end_approval(plan=plan, approval=row.uuid, actor=actor, reason=form.cleaned_data["reason"], now=now)
        return _("Declined: nothing leaves.")

    page = ActPage(
        section="portfolio",
        title=_("May these notices leave?"),
        question=_("Read each of them in every language before you say yes. Your yes ends with any change."),
        submit=_("Put it on record"),
        back_url=reverse("console:notices", args=[plan.key]),
        crumbs=notice_crumbs(plan, _("Approval")),
        facts=(*(_asked(plan, code, row) for code, row in waiting), *doubts(rows), *(_people(rows[0]) if rows else ())),
    )
    return confirmed(request, page, form, act, before=may_answer(plan, rows, actor_of(request)))


def _named(rows: list[NoticeApproval]) -> str:
    """What the page shows, carried by its form: a yes is to these requests and these words, to no later ones."""
    return " ".join(f"{row.uuid}/{row.content_sha}" for row in rows)


def _asked(plan: SunsetPlan, code: NoticeCode, row: NoticeApproval) -> Fact:
    told = {"name": row.requested_by, "when": words.instant(row.requested_at), "sha": row.content_sha[:12]}
    asked = _("asked by %(name)s, %(when)s; words %(sha)s") % told
    return Fact(_(code.label), asked, reverse("console:notice", args=[plan.key, code]))


def _people(row: NoticeApproval) -> tuple[Fact, ...]:
    members = audience_of(row)
    tiers = Counter({each.account_id: each.tier for each in members}.values())
    languages = Counter(each.locale for each in members if each.contact_id)
    excluded = [each for each in members if each.excluded_reason]
    return (
        Fact(_("Accounts"), _counted((_(tier.label), tiers[tier]) for tier in Tier)),
        Fact(_("People, by language"), _counted((name, languages[locale]) for locale, name in LANGUAGE_NAMES.items())),
        Fact(_("Left out"), _left_out(excluded)),
        bases(members),
        Fact(_("Audience"), f"{words.instant(row.audience.frozen_at)}, {row.audience_sha[:12]}"),
    )


def _counted(pairs: Iterable[tuple[str, int]]) -> str:
    return words.listed(f"{name} {words.number(count)}" for name, count in pairs)


def _left_out(members: list[AudienceMember]) -> str:
    if not members:
        return _("nobody")
    by_reason = Counter(_(each.excluded_reason) for each in members)
    return _counted(sorted(by_reason.items()))
