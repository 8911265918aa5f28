"""What if: what goes out to whom on which day, how many calls has each success manager, who would not be ready?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.dates_shown import move_url
from console.views.files import table_file
from console.views.plan import plan_or_404
from console.views.shown import Figure, asked, figure
from console.views.simulation_change import SimulatedChange, asked_dates, simulated_change
from console.views.simulation_files import simulation_tables
from console.views.simulation_work import SimulatedWork, simulated_work
from lifecycle.api import SunsetPlan, reading, words
from notifications.api import OtherDates, Simulation, simulate
from notifications.rules.notice_codes import Channel, NoticeCode

LISTED = 400


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    day: str
    notices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SimulationPage:
    plan_key: str
    module_name: str
    until: str
    until_words: str
    figures: tuple[Figure, ...]
    days: tuple[SimulatedDay, ...]
    not_ready: tuple[tuple[str, str], ...]
    more_not_ready: str
    work: SimulatedWork
    change: SimulatedChange | None
    json_url: str
    days_url: str
    change_url: str


@require_safe
@staff_only
def simulation(request: StaffRequest, key: str) -> HttpResponseBase:
    """The reconciler's own planner over a frozen picture; nothing is written."""
    now, plan = timezone.now(), plan_or_404(key)
    off, is_along = request.GET.get("off", ""), request.GET.get("along") == "on"
    other = asked_dates(plan, off, is_along=is_along, now=now)
    until = _until(request.GET.get("until", ""), plan, timezone.localdate(now), other)
    found = simulate(plan=plan, until=until, now=now, other=other)
    if request.GET.get("format") == "json":
        return JsonResponse(found.as_json())
    if written := table_file(asked(request.GET, "format"), simulation_tables(found)):
        return written
    names = reading.account_names(_named(found))
    move_to = move_url(plan, off=off, is_along=is_along)
    change = simulated_change(found, off=off, is_along=is_along, names=names, move_url=move_to)
    page = _page(plan, found, change, names)
    return render(request, "console/simulation.html", {"section": "portfolio", "page": page})


def _named(found: Simulation) -> set[str]:
    """Keys of the accounts that the page may list."""
    found_keys = [each.account for each in found.not_ready[:LISTED]]
    found_keys += [each.account for each in found.not_in_time[:LISTED]]
    return {*found_keys, *(each.account for each in (found.difference.rows[:LISTED] if found.difference else ()))}


def _page(
    plan: SunsetPlan, found: Simulation, change: SimulatedChange | None, names: Mapping[str, str]
) -> SimulationPage:
    unlisted = len(found.not_ready) - LISTED
    calls = sum(each.calls for each in found.calls)
    busiest = max((each.calls for each in found.calls), default=0)
    return SimulationPage(
        plan_key=plan.key,
        module_name=plan.module.name,
        until=found.until.isoformat(),
        until_words=words.day(found.until),
        figures=(
            figure(_("Contacts"), len(found.contacts)),
            figure(_("Days on which something goes out"), len(found.days)),
            figure(_("Calls by a person"), calls, _("at most %(count)s on one day") % {"count": busiest}),
            figure(_("Accounts not ready today"), len(found.not_ready)),
        ),
        days=tuple(
            SimulatedDay(words.weekday(each.day), tuple(_notice(*row) for row in each.notices))
            for each in found.days[:LISTED]
        ),
        not_ready=tuple(
            (names.get(each.account, each.account), words.listed(_(reason) for reason in each.reasons))
            for each in found.not_ready[:LISTED]
        ),
        more_not_ready=_("and %(count)s more") % {"count": words.number(unlisted)} if unlisted > 0 else "",
        work=simulated_work(found, names),
        change=change,
        json_url=_file_url(found, change, "json"),
        days_url=_file_url(found, change, "days.csv"),
        change_url=_file_url(found, change, "change.csv"),
    )


def _file_url(found: Simulation, change: SimulatedChange | None, form: str) -> str:
    wanted = {"until": found.until.isoformat(), "format": form}
    if change:
        wanted |= {"off": change.off} | ({"along": "on"} if change.is_along else {})
    return f"?{urlencode(wanted)}"


def _notice(code: str, channel: str, count: int) -> tuple[str, str, str]:
    accounts = ngettext("%(count)s account", "%(count)s accounts", count) % {"count": words.number(count)}
    return _(NoticeCode(code).label), _(Channel(channel).label), accounts


def _until(text: str, plan: SunsetPlan, today: date, other: OtherDates | None) -> date:
    """The day asked for, else the last promise of the plan; who tries a later end wants to see as far as that."""
    soon = today + timedelta(days=30)
    last = max([soon, *(each.date for each in reading.promises(plan))])
    try:
        until = date.fromisoformat(text)
    except ValueError:
        until = last
    tried = other.promises.values() if other and until == last else ()
    return max([until, *(each.day for each in tried)])
