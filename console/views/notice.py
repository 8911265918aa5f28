"""How does one notice read for one row, which words are the staff's own, and may it leave?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.forms.notices import ParagraphForm, RowForm
from console.views.access import StaffRequest, staff_only
from console.views.act import Crumb
from console.views.notice_words import LANGUAGE_NAMES, standing_note, standing_pill
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.verdicts import ShownVerdict, shown_verdict
from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.tiers import Tier
from notifications.api import (
    CannotRender,
    Row,
    asks_approval,
    changed_words,
    own_words_of,
    preview,
    standing,
)
from notifications.rules.approval import OWED_AT_ONCE
from notifications.rules.notice_codes import NoticeCode


@dataclass(frozen=True, slots=True)
class OwnWords:
    where: str
    text: str
    locale: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangedWords:
    where: str
    locale: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    key: str
    code: str
    label: str
    crumbs: tuple[Crumb, ...]
    pill: Pill
    note: str
    verdict: ShownVerdict
    subject: str
    text: str
    locale: str
    fault: str
    own: tuple[OwnWords, ...]
    changes: tuple[ChangedWords, ...]
    has_own: bool
    query: str


@require_safe
@staff_only
def notice(request: StaffRequest, key: str, code: str) -> HttpResponse:
    plan, said = plan_or_404(key), code_or_404(code)
    form = RowForm(request.GET or {"tier": Tier.STANDARD, "locale": "en", "figures": "few"})
    found, row = standing(plan, said), row_asked(form)
    try:
        read, fault = preview(plan, said, row, now=timezone.now()), ""
    except CannotRender as problem:
        read, fault = None, str(problem)
    page = NoticePage(
        key=plan.key,
        code=said,
        label=_(said.label),
        crumbs=notice_crumbs(plan, _(said.label)),
        pill=standing_pill(found, is_asked=asks_approval(plan)),
        note=standing_note(found),
        verdict=shown_verdict(found.verdict, name="standing", plan=plan),
        subject=read.subject if read else "",
        text=read.text if read else "",
        locale=row.locale,
        fault=fault,
        own=_own(plan, said),
        changes=tuple(
            ChangedWords(f"{_(each.tier.label)}, {LANGUAGE_NAMES[each.locale]}", each.locale, each.lines)
            for each in changed_words(plan, said)
        ),
        has_own=said not in OWED_AT_ONCE,
        query=request.GET.urlencode() or "tier=standard&locale=en&figures=few",
    )
    return render(request, "console/notice.html", {"section": "portfolio", "page": page, "form": form})


def code_or_404(code: str) -> NoticeCode:
    if code not in set(NoticeCode):
        raise Http404
    return NoticeCode(code)


def notice_crumbs(plan: SunsetPlan, here: str) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Portfolio"), reverse("console:portfolio")),
        Crumb(plan.module.name, reverse("console:plan", args=[plan.key])),
        Crumb(_("Notices"), reverse("console:notices", args=[plan.key])),
        Crumb(here),
    )


def row_asked(form: RowForm) -> Row:
    """What the address asks for; an account that nobody knows is no page."""
    if not form.is_valid():
        raise Http404
    cleaned = form.cleaned_data
    account = reading.account(cleaned["account"]) if cleaned["account"] else None
    if cleaned["account"] and account is None:
        raise Http404
    return Row(Tier(cleaned["tier"] or Tier.STANDARD), cleaned["locale"] or "en", account, cleaned["figures"] or "most")


def _own(plan: SunsetPlan, said: NoticeCode) -> tuple[OwnWords, ...]:
    parts, page = dict(ParagraphForm.PARTS), reverse("console:paragraph", args=[plan.key, said])
    found = []
    for (code, tier, locale, part), text in sorted(own_words_of(plan).items()):
        if code == said:
            told = (parts[part], LANGUAGE_NAMES[locale], _(Tier(tier).label) if tier else _("every tier"))
            asked = urlencode({"part": part, "locale": locale, "tier": tier})
            found.append(OwnWords(words.listed(map(str, told)), text, locale, f"{page}?{asked}"))
    return tuple(found)
