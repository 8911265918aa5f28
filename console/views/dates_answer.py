"""How does a second person say yes or no to dates that come earlier than announced?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import DatesAnswerForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, confirmed, plan_crumbs
from console.views.dates_shown import ShownMoves, moved_words, shown_moves
from console.views.plan import plan_or_404
from console.views.shown import Fact
from lifecycle.api import DateRequest, SunsetPlan, ask_dates, open_work, words


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def answer(request: StaffRequest, key: str, uuid: UUID) -> HttpResponse:
    """To exactly the dates that were asked for, of the plan as it stood then; their consequences are of today."""
    now, plan = timezone.now(), plan_or_404(key)
    found = open_work.date_request(plan, uuid)
    if found is None:
        raise Http404
    form = DatesAnswerForm(request.POST if request.method == "POST" else None)
    verdict = ask_dates.answer_verdict(found, now=now)
    moves = shown_moves(plan, ask_dates.moves_asked(found), now=now) if verdict else None

    def act() -> str:
        if form.cleaned_data["answer"] == "confirm":
            done = ask_dates.confirm_dates(request_id=found.uuid, actor=actor_of(request), now=now)
            if done.outcome != DateRequest.Outcome.MOVED:
                return _("Your yes is on record; one more person must stand behind these dates.")
            return moved_words(moves.corrections if moves else 0)
        reason = form.cleaned_data["reason"]
        ask_dates.decline_dates(request_id=found.uuid, actor=actor_of(request), reason=reason, now=now)
        return _("The dates stay; that is on record.")

    page = ActPage(
        section="portfolio",
        title=_("May these dates come earlier?"),
        question=_("They are earlier than announced: two people stand behind them, each with their own login."),
        submit=_("Put it on record"),
        back_url=reverse("console:plan", args=[plan.key]) + "#dates",
        crumbs=plan_crumbs(plan, _("Move dates")),
        facts=(*_asked(plan, found), *_followed(moves)),
    )
    return confirmed(request, page, form, act, before=verdict)


def _asked(plan: SunsetPlan, found: DateRequest) -> tuple[Fact, ...]:
    behind = words.listed(each.name for each in ask_dates.people_behind(found))
    return (
        Fact(_("Asked by"), f"{found.name}, {words.instant(found.at, plan.timezone)}"),
        Fact(_("Reason"), found.reason),
        Fact(_("Stand behind it"), behind or _("nobody yet")),
    )


def _followed(moves: ShownMoves | None) -> tuple[Fact, ...]:
    """Nothing follows from dates that can no longer be answered."""
    if moves is None:
        return ()
    dates = (Fact(row.label, f"{row.before} → {row.after} ({row.far})") for row in moves.rows)
    counts = (
        Fact(each.name, f"{each.value} ({each.note})" if each.note else each.value) for each in moves.change.figures
    )
    return (*dates, *counts)
