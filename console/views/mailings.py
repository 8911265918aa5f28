"""Which mailings are under way, which stopped, and how does a person stop one or let it go on?"""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import ReasonForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.notice_words import delivery_pill, moment_words, run_pill
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.shown import Fact, Group, TodayItem
from console.views.told_words import halt_words
from lifecycle.api import SunsetPlan, words
from notifications.api import Mailing, halt_run, mailings, resume_run, safeguards
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.run_acts import halting, resuming
from notifications.rules.runs import RunStatus


@dataclass(frozen=True, slots=True)
class MailingRow:
    title: str
    moment: str
    pill: Pill
    note: str
    counts: str
    opened: str
    act_url: str  # empty when there is nothing left to stop
    act_word: str


def mailing_rows(plan: SunsetPlan) -> tuple[MailingRow, ...]:
    return tuple(_row(each) for each in mailings(plan))


def halted_mailings() -> Group:
    """For the page of today: whatever stopped waits for a person."""
    found = mailings(only_halted=True)
    items = tuple(
        TodayItem(
            tone="blocked",
            word=_("halted"),
            title=_("%(module)s: the mailing “%(notice)s” stopped")
            % {"module": each.plan_name, "notice": _title(each)},
            why=_why(each),
            url=_act_url(each),
            when=words.instant(each.halted_at),
        )
        for each in found
    )
    return Group(key="halted", title=_("Mailings that stopped"), items=items, total=len(items), is_urgent=bool(items))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def mailing_act(request: StaffRequest, key: str, uuid: UUID, act: str) -> HttpResponse:
    plan = plan_or_404(key)
    found = next((each for each in mailings(plan) if each.uuid == uuid), None)
    if found is None or act not in {"halt", "resume"}:
        raise Http404
    form, is_halt = ReasonForm(request.POST if request.method == "POST" else None), act == "halt"

    def done() -> str:
        service = halt_run if is_halt else resume_run
        service(run=uuid, reason=form.cleaned_data["reason"], actor=actor_of(request), now=timezone.now())
        return _("Halted: nothing more of it leaves.") if is_halt else _("It goes on.")

    actor = actor_of(request)
    halt = halting(actor, found.status, halted_by=found.halted_by, is_finished=found.is_finished)
    page = ActPage(
        section="portfolio",
        title=_("Halt this mailing") if is_halt else _("Let this mailing go on"),
        question=_("Nothing more of it leaves until somebody lets it go on; what is being sent this second finishes.")
        if is_halt
        else _("What was held leaves in its order, nobody twice. Only what happens from now on is judged."),
        submit=_("Halt") if is_halt else _("Let it go on"),
        back_url=reverse("console:notices", args=[plan.key]) + "#mailings",
        crumbs=plan_crumbs(plan, _("Notices")),
        facts=_facts(found),
        is_danger=is_halt,
    )
    return confirmed(request, page, form, done, before=halt if is_halt else resuming(actor, found.status))


def _row(each: Mailing) -> MailingRow:
    is_halted = each.status is RunStatus.HALTED
    return MailingRow(
        title=_title(each),
        moment=moment_words(each.moment),
        pill=run_pill(each.status, is_finished=each.is_finished),
        note=_why(each) if is_halted else _resumed(each),
        counts=_counts(each),
        opened=words.instant(each.opened_at),
        act_url="" if each.is_finished else _act_url(each),
        act_word=_("Let it go on") if is_halted else _("Halt"),
    )


def _title(each: Mailing) -> str:
    return f"{_(NoticeCode(each.notice).label)} {each.number}"


def _why(each: Mailing) -> str:
    reason = str(safeguards.HALT_WORDS[each.halt_reason]) if each.halt_reason else ""
    told = {"reason": reason, "detail": halt_words(each.halt_detail), "by": _(each.halted_by)}
    return _("%(reason)s: %(detail)s (%(by)s)") % told if each.halt_detail else reason


def _resumed(each: Mailing) -> str:
    if not each.resumed_by:
        return ""
    return _("let go on by %(name)s: %(reason)s") % {"name": each.resumed_by, "reason": each.resume_reason}


def _counts(each: Mailing) -> str:
    told = [f"{delivery_pill(status).word} {words.number(count)}" for status, count in sorted(each.counts.items())]
    return words.listed(told) or _("nothing left yet")


def _act_url(each: Mailing) -> str:
    act = "resume" if each.status is RunStatus.HALTED else "halt"
    return reverse("console:mailing_act", args=[each.plan_key, each.uuid, act])


def _facts(each: Mailing) -> tuple[Fact, ...]:
    found = [
        Fact(_("Mailing"), f"{_title(each)}, {moment_words(each.moment)}"),
        Fact(_("Contacts"), words.number(each.contacts)),
        Fact(_("Letters"), _counts(each)),
        Fact(_("Approved by"), each.approved_by),
    ]
    if each.halt_reason:
        found.append(Fact(_("Why it stopped"), f"{_why(each)}, {words.instant(each.halted_at)}"))
    return tuple(found)
