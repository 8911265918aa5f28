"""What else do a module's users use, have they moved on, and through what do they come?"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import callers, co_use, flagged_users, id_twins
from analytics.rules.co_use import Companion, Moved
from console.views.access import StaffRequest, staff_only
from console.views.flood_rows import FloodRow, flood_row
from console.views.module import ModuleHead, module_head
from console.views.module_rows import figures_age
from console.views.shown import Figure, ShownAge
from console.views.twins import TwinsRow, twins_rows, twins_words
from console.views.usage_files import Around, around_file
from lifecycle.api import reading, words


@dataclass(frozen=True, slots=True)
class CompanionRow:
    module: str
    users: str
    users_share: str
    bar: str
    accounts: str
    accounts_share: str


@dataclass(frozen=True, slots=True)
class CallerRow:
    integration: str
    program: str
    version: str
    events: str
    users: str
    accounts: str
    last: str


@dataclass(frozen=True, slots=True)
class AroundPage:
    head: ModuleHead
    as_of: str
    age: ShownAge
    replacement: str
    since: str
    moved: tuple[Figure, ...]
    companions: tuple[CompanionRow, ...]
    callers: tuple[CallerRow, ...]
    floods: tuple[FloodRow, ...]
    twins: tuple[TwinsRow, ...]
    twins_words: str
    is_together_covered: bool
    is_called_covered: bool


@require_safe
@staff_only
def module_around(request: StaffRequest, key: str) -> HttpResponseBase:
    now = timezone.now()
    known = reading.module(key)
    together, called = co_use(module_key=key, now=now), callers(module_key=key, now=now)
    if known is None and not together.users:
        raise Http404
    around = Around(together, called, flagged_users(module_key=key), id_twins(module_key=key, as_of=together.as_of))
    if written := around_file(around, request.GET.get("format", "")):
        return written
    page = around_page(module_head(key, known), around, now=now)
    return render(request, "console/module_around.html", {"section": "modules", "page": page})


def around_page(head: ModuleHead, around: Around, *, now: datetime) -> AroundPage:
    together, called = around.together, around.called
    adoption = together.adoption
    return AroundPage(
        head=head,
        as_of=words.day(together.as_of),
        age=figures_age(together.as_of, now=now),
        replacement=adoption.replacement if adoption else "",
        since=words.day(adoption.since) if adoption else "",
        moved=(*_moved(_("Users"), adoption.users), *_moved(_("Accounts"), adoption.accounts)) if adoption else (),
        companions=tuple(_companion(each) for each in together.companions),
        callers=tuple(
            CallerRow(
                row.integration,
                row.program,
                row.version,
                words.number(row.events),
                words.number(row.users),
                words.number(row.accounts),
                words.day(row.last_at.date()),
            )
            for row in called.rows
        ),
        floods=tuple(flood_row(row) for row in around.flagged),
        twins=twins_rows(around.twins),
        twins_words=twins_words(around.twins),
        is_together_covered=together.is_covered,
        is_called_covered=called.is_covered,
    )


def _moved(name: str, moved: Moved) -> tuple[Figure, Figure]:
    told = {"after": words.number(moved.after), "before": words.number(moved.before)}
    return (
        Figure(
            _("%(who)s on the replacement") % {"who": name},
            words.percent(moved.share),
            _("%(after)s of %(before)s who used the module before") % told,
            is_word=moved.share is None,
        ),
        Figure(
            _("%(who)s still on the module") % {"who": name},
            words.number(moved.still),
            _("left it for the replacement: %(gone)s") % {"gone": words.number(moved.gone)},
            is_word=moved.still is None,
        ),
    )


def _companion(each: Companion) -> CompanionRow:
    return CompanionRow(
        module=each.module,
        users=words.number(each.users),
        users_share=words.percent(each.users_share),
        bar=f"{100 * (each.users_share or 0):.1f}",
        accounts=words.number(each.accounts),
        accounts_share=words.percent(each.accounts_share),
    )
