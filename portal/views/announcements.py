"""What may everybody know of a retirement, on a page and in a feed?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notifications.api import Announcement, announcing
from portal.views.announcement_words import announced_words, date_items, dates_now, version_words


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    with _language(request):
        found = [announced_words(each, today=_today()) for each in announcing.public_plans()]
        return render(request, "portal/announcements.html", {"section": "announcements", "announced": found})


@require_safe
def announcement(request: HttpRequest, module: str) -> HttpResponse:
    with _language(request):
        found = [announced_words(each, today=_today()) for each in announcing.public_plans(module_key=module)]
        if not found:
            raise Http404
        return render(request, "portal/announcement.html", {"announced": found, "name": found[0].name, "key": module})


@require_safe
def status(request: HttpRequest, module: str) -> HttpResponse:
    """For programs: a list of what was ever announced of the module, the newest first; days as ISO text."""
    found = announcing.public_plans(module_key=module)
    if not found:
        raise Http404
    plans = [
        {
            "plan": each.plan.key,
            "status": each.latest.kind,
            "revision": each.latest.n,
            "dates": dates_now(each),
            "versions": [
                {
                    "revision": row.n,
                    "status": row.kind,
                    "dates": row.dates,
                    "before": row.moved,
                    "reason": row.reason,
                    "publishedAt": row.published_at.isoformat(),
                }
                for row in each.versions
            ],
        }
        for each in found
    ]
    response = JsonResponse({"module": module, "name": found[0].plan.module.name, "plans": plans})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def feed(request: HttpRequest, module: str = "") -> HttpResponse:
    """RFC 4287; each version is an entry of its own, since readers do not show one that was edited."""
    with _language(request) as language:
        found = announcing.public_plans(module_key=module)
        if module and not found:
            raise Http404
        name = "public:announcement_feed" if module else "public:feed"
        own = f"{settings.PUBLIC_URL}{reverse(name, args=[module] if module else [])}?lang={language}"
        atom = Atom1Feed(
            title=_("What we retire"),
            link=f"{settings.PUBLIC_URL}{reverse('public:announcements')}",
            description="",
            language=language,
            author_name="Sunsetter",
            feed_url=own,
            feed_guid=own,
        )
        for plan, row in _newest_first(found):
            _add(atom, plan, row)
        response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _today() -> date:
    return timezone.now().date()


@contextmanager
def _language(request: HttpRequest) -> Iterator[str]:
    """`?lang=` for feeds and links that are passed on; else the reader's own."""
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or "en"
    with translation.override(language):
        yield language


def _newest_first(found: tuple[announcing.PublicPlan, ...]) -> list[tuple[announcing.PublicPlan, Announcement]]:
    pairs = [(plan, row) for plan in found for row in plan.versions]
    return sorted(pairs, key=lambda pair: (pair[1].published_at, pair[1].pk), reverse=True)


def _add(atom: Atom1Feed, plan: announcing.PublicPlan, row: Announcement) -> None:
    said, host = version_words(row), urlsplit(settings.PUBLIC_URL).hostname or "sunsetter"
    lines = [f"{each.label}: {each.old} → {each.new}" for each in said.moved]
    lines += (
        []
        if lines
        else [f"{_(item.label)}: {item.when}" for item in date_items(row.dates, today=row.published_at.date())]
    )
    lines += [said.reason] if said.reason else []
    module = plan.plan.module
    atom.add_item(
        title=f"{module.name}: {said.kind}",
        link=f"{settings.PUBLIC_URL}{reverse('public:announcement', args=[module.key])}",
        description="<br>".join(escape(line) for line in lines),
        unique_id=f"tag:{host},{row.published_at:%Y-%m-%d}:announcement/{row.uuid}",
        pubdate=row.published_at,
        updateddate=row.published_at,
    )
