"""What do our own teams say, and has each of them confirmed it before the first customer hears?"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.desk import BriefingForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import CONFLICT, FORBIDDEN, ActPage, Crumb, confirmed, plan_crumbs
from console.views.plan import plan_or_404
from console.views.plan_accounts import Pill
from console.views.shown import asked
from console.views.verdicts import ShownVerdict, shown_verdict
from lifecycle.api import Refused, SunsetPlan, uuid_named, words
from lifecycle.rules.verdicts import Verdict
from notifications.api import BriefedTeam, Briefing, briefing_of, confirm_briefing, write_briefing


@dataclass(frozen=True, slots=True)
class TeamRow:
    uuid: str
    name: str
    person: str
    pill: Pill
    confirmed: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class BriefingPage:
    key: str
    crumbs: tuple[Crumb, ...]
    wording: str
    answers: str
    sha: str
    written: str
    teams: tuple[TeamRow, ...]
    is_written: bool
    is_complete: bool
    verdict: ShownVerdict | None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def plan_briefing(request: StaffRequest, key: str) -> HttpResponse:
    """POST confirms for one team what the page showed."""
    plan, verdict, status = plan_or_404(key), Verdict(), 200
    if request.method == "POST":
        try:
            row = confirm_briefing(
                team=uuid_named(asked(request.POST, "team"), lists="plan show"),
                seen_sha=asked(request.POST, "seen"),
                email=request.user.email,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            verdict, status = refusal.verdict, FORBIDDEN if refusal.is_wrong_person else CONFLICT
        except BriefedTeam.DoesNotExist as error:
            raise Http404 from error
        else:
            messages.success(request, _("%(team)s knows: it is on record.") % {"team": row.name})
            return redirect("console:briefing", key=key)
    page = _page(request, plan, briefing_of(plan), verdict)
    return render(request, "console/briefing.html", {"section": "portfolio", "page": page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def write(request: StaffRequest, key: str) -> HttpResponse:
    plan = plan_or_404(key)
    known = briefing_of(plan)
    initial = {"wording": known.wording, "answers": known.answers, "teams": _lines(known)} if known else {}
    form = BriefingForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        cleaned = form.cleaned_data
        write_briefing(
            plan=plan,
            wording=cleaned["wording"],
            answers=cleaned["answers"],
            teams=cleaned["teams"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return _("The briefing is written. Each team confirms it now.")

    page = ActPage(
        section="portfolio",
        title=_("Write the briefing"),
        question=_("Which one wording do all teams use, and which teams must know? A change is confirmed anew."),
        submit=_("Save the briefing"),
        back_url=reverse("console:briefing", args=[key]),
        crumbs=plan_crumbs(plan, _("Briefing")),
    )
    return confirmed(request, page, form, act)


def _lines(known: Briefing) -> str:
    pairs = ((team.name, team.person_email) for team in known.teams.all())
    return "\n".join(f"{name}, {email}" if email else name for name, email in pairs)


def _page(request: StaffRequest, plan: SunsetPlan, known: Briefing | None, verdict: Verdict) -> BriefingPage:
    teams = tuple(_team(each, request.user.email) for each in known.teams.all()) if known else ()
    return BriefingPage(
        key=plan.key,
        crumbs=plan_crumbs(plan, _("Briefing")),
        wording=known.wording if known else "",
        answers=known.answers if known else "",
        sha=known.text_sha if known else "",
        written=f"{known.written_by}, {words.instant(known.written_at)}" if known else "",
        teams=teams,
        is_written=known is not None,
        is_complete=bool(teams) and all(each.confirmed for each in teams),
        verdict=shown_verdict(verdict, name="briefing") if verdict.blockers else None,
    )


def _team(team: BriefedTeam, email: str) -> TeamRow:
    done = team.confirmed_at is not None
    return TeamRow(
        uuid=str(team.uuid),
        name=team.name,
        person=team.person_email or _("anybody of the team"),
        pill=Pill("ok", _("confirmed")) if done else Pill("caution", _("waits")),
        confirmed=f"{team.confirmed_by}, {words.instant(team.confirmed_at)}" if done else "",
        is_mine=not done and team.person_email in {"", email.lower()},
    )
