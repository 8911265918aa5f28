"""What stands in the way of a plan's notices, read in every tier and language as the hardest row would get them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from lifecycle.api import SunsetPlan, promises_of
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from notifications.models import WordingPart
from notifications.rules.lint import Letter, links_in, lint, odd_characters, past_dates
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.notice_facts import NoticeFacts
from notifications.services.dead_links import dead_links
from notifications.services.legal_overrides import with_overrides
from notifications.services.own_words import OwnPart, own_part, own_words_of, with_own_words
from notifications.services.plan_book import PlanBook
from notifications.services.render import CannotRender, Rendered, render_notice
from notifications.services.samples import LANGUAGES, Row, book_for, facts_for_row
from notifications.services.words import CUSTOMER_DATES

FIGURES = ("most", "unknown", "zero", "few")
_STILL_TO_COME = {NoticeCode.SUNSET_ANNOUNCED, NoticeCode.SUNSET_REMINDER, NoticeCode.LAST_CALL}
_AHEAD = (MilestoneKind.OFF, MilestoneKind.EXPORT_END, MilestoneKind.PURGE)


@dataclass(frozen=True, slots=True)
class _Read:
    """Read once for all letters: the staff's own words, and the plan's book for each row of figures.

    `links` gathers which addresses of ours or the replacement's they name, and which notice does so first.
    """

    own: dict[OwnPart, str]
    books: dict[str, PlanBook]
    now: datetime
    hosts: frozenset[str]
    links: dict[str, NoticeCode] = field(default_factory=dict)


def lint_notices(plan: SunsetPlan, codes: Sequence[NoticeCode], *, now: datetime) -> Verdict:
    """One verdict over all; the same finding in several renderings of one letter is told once.

    Asks the network whether the replacement's pages are there: never inside a transaction.
    """
    first, *others = (book_for(plan, Row(Tier.KEY, "en", figures=figures), now=now) for figures in FIGURES)
    sharing = (first, *(replace(first, figures=each.figures) for each in others))  # one reading of the plan
    books = dict(zip(FIGURES, sharing, strict=True))
    read = _Read(own_words_of(plan), books, now, _hosts(plan))
    found = together(_letters(plan, code, read) for code in dict.fromkeys(codes)) + together(
        _past(plan, code, now) for code in codes
    )
    found += dead_links(read.links)
    once = Verdict(tuple(dict.fromkeys(found.blockers)), tuple(dict.fromkeys(found.cautions)))
    return with_overrides(plan, once)


def _past(plan: SunsetPlan, code: NoticeCode, now: datetime) -> Verdict:
    if code not in _STILL_TO_COME:
        return Verdict()
    gone = [each.kind for each in promises_of(plan) if each.kind in _AHEAD and each.at <= now]
    return past_dates(code, (str(CUSTOMER_DATES[kind]) for kind in gone))


def _letters(plan: SunsetPlan, code: NoticeCode, read: _Read) -> Verdict:
    """Facts are the same for every tier but for the staff's own words."""
    found = Verdict()
    for figures, book in read.books.items():
        facts = {
            locale: facts_for_row(plan, code, Row(Tier.LIGHT, locale, figures=figures), now=read.now, book=book)
            for locale in LANGUAGES
        }
        for tier in Tier:
            found += _of_tier(plan, tier, facts, read, has_html=figures == FIGURES[0])
    return found


def _of_tier(plan: SunsetPlan, tier: Tier, facts: dict[str, NoticeFacts], read: _Read, *, has_html: bool) -> Verdict:
    found, english = Verdict(), ""
    for locale in LANGUAGES:  # English comes first
        own = with_own_words(replace(facts[locale], intro="", closing=""), read.own, tier=tier)
        try:
            text = render_notice(own, tier, has_html=has_html)
        except CannotRender as problem:
            place = f"{tier}, {locale}"
            found += blocked("lint_part", Reason.MISSING, what=own.notice.label, place=place, found=str(problem))
            continue
        english = english or text.text
        for link in links_in(text.text):
            if urlsplit(link).hostname in read.hosts:
                read.links.setdefault(link, own.notice)
        found += lint(_letter(plan, own, text, tier, read.own), hosts=read.hosts, english=english)
    return found


def _letter(plan: SunsetPlan, facts: NoticeFacts, text: Rendered, tier: Tier, own: dict[OwnPart, str]) -> Letter:
    names = (facts.account_name, facts.contact_name, facts.module_name, facts.replacement_name, facts.helper_name)
    parts = (own_part(own, facts, tier, part) for part in WordingPart.values)
    return Letter(
        notice=facts.notice,
        tier=tier,
        locale=facts.locale,
        subject=_without(text.subject, names) + odd_characters(plan.module.name),
        text=_without(text.text, names),
        html=text.html,
        is_mandatory=facts.notice is not NoticeCode.SUNSET_REMINDER,
        own=tuple(part for part in (facts.reason, *parts) if part),
    )


def _without(text: str, names: Iterable[str]) -> str:
    """Names may hold anything, braces included: they are inert where they stand, and say nothing about our words."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "·")
    return text


def _hosts(plan: SunsetPlan) -> frozenset[str]:
    """Ours, and the replacement's."""
    known = (urlsplit(address).hostname for address in (settings.PUBLIC_URL, plan.module.replacement_url))
    return frozenset(host for host in known if host)
