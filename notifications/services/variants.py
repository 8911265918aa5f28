"""Which words does a plan's notice have in every tier and language, and has a character of them changed?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from functools import cache

from lifecycle.api import SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.models import Notice, NoticeVariant
from notifications.rules.approval import Hashes
from notifications.rules.notice_codes import NoticeCode
from notifications.services.own_words import OwnPart, own_words_of, with_own_words
from notifications.services.plan_book import PlanFacts, facts_of_plan
from notifications.services.render import Rendered, html_source, render_notice
from notifications.services.samples import LANGUAGES, named_facts
from notifications.services.touchpoints import content_sha

_COUNTS = (2, None, 0, 1, 5)  # every plural form of our languages, use that is unknown, and none


@dataclass(frozen=True, slots=True)
class Variant:
    """How a notice reads for one tier in one language, with names for values; the hash is over every form of it."""

    tier: Tier
    locale: str
    shown: Rendered
    sha: str


def variants(plan: SunsetPlan, code: NoticeCode) -> tuple[Variant, ...]:
    return variants_with(code, own_words_of(plan))


def variants_with(code: NoticeCode, own: dict[OwnPart, str]) -> tuple[Variant, ...]:
    return tuple(_variant(code, tier, locale, _of(own, code, tier, locale)) for tier in Tier for locale in LANGUAGES)


def notice_of(plan: SunsetPlan, code: NoticeCode, *, now: datetime) -> Notice:
    defaults = {"content_sha": content_sha(code), "created_at": now}
    return Notice.objects.get_or_create(plan=plan, code=code, version=1, defaults=defaults)[0]


def hashes(plan: SunsetPlan, code: NoticeCode, *, audience_sha: str, known: PlanFacts | None = None) -> Hashes:
    """`known`: the very facts that a letter is made of; else as they stand now."""
    known = known or facts_of_plan(plan)
    content = _sha(each.sha for each in variants_with(code, known.own_words))
    return Hashes(plan=_plan_sha(plan, known), content=content, audience=audience_sha)


def keep_variants(notice: Notice, found: tuple[Variant, ...], *, now: datetime) -> None:
    """What was shown for approval stays readable; a text that changed is a new revision."""
    newest: dict[tuple[str, str], NoticeVariant] = {
        (row.tier, row.locale): row for row in NoticeVariant.objects.filter(notice=notice).order_by("revision")
    }
    NoticeVariant.objects.bulk_create(
        NoticeVariant(
            notice=notice,
            tier=each.tier,
            locale=each.locale,
            revision=(before.revision if before else 0) + 1,
            subject=each.shown.subject,
            body_text=each.shown.text,
            body_html=each.shown.html,
            sha256=each.sha,
            created_at=now,
        )
        for each in found
        if (before := newest.get((each.tier, each.locale))) is None or before.sha256 != each.sha
    )


@cache
def _variant(code: NoticeCode, tier: Tier, locale: str, own: tuple[tuple[OwnPart, str], ...]) -> Variant:
    """Templates and catalogs do not change while a process lives; the staff's own words are part of the key."""
    words = dict(own)
    samples = [named_facts(code, locale, users=users) for users in _COUNTS]
    samples.append(named_facts(code, locale, users=2, is_bare=True))
    told = [with_own_words(facts, words, tier=tier) for facts in samples]
    read = [render_notice(facts, tier, has_html=facts is told[0]) for facts in told]
    sources = [html_source(facts, tier, subject=each.subject) for facts, each in zip(told, read, strict=True)]
    texts = [part for each in read for part in (each.subject, each.text)]
    return Variant(tier, locale, read[0], _sha([read[0].html, *sources, *texts]))


def _of(own: dict[OwnPart, str], code: NoticeCode, tier: Tier, locale: str) -> tuple[tuple[OwnPart, str], ...]:
    return tuple(sorted((key, text) for key, text in own.items() if key[0] == code and key[2] == locale))


def _plan_sha(plan: SunsetPlan, known: PlanFacts) -> str:
    """The plan as customers hear it: dates, reason, replacement, helper; not its stage, not who uses it today."""
    module = plan.module
    dates = [f"{kind}={promise.at.isoformat()}" for kind, promise in sorted(known.promises.items())]
    wording = [f"{language}={text}" for language, text in sorted(known.wording.items())]
    said = [plan.key, module.name, known.replacement, module.replacement_url, plan.reason_kind, plan.reason]
    return _sha([*said, plan.helper_name, plan.helper_email, *dates, *wording])


def _sha(parts: Iterator[str] | list[str]) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Changed:
    """What approval was last asked for, beside what it was asked for before: `lines` begin with + or -."""

    tier: Tier
    locale: str
    lines: tuple[str, ...]


def changed_words(plan: SunsetPlan, code: NoticeCode) -> tuple[Changed, ...]:
    kept: dict[tuple[str, str], list[NoticeVariant]] = {}
    for row in NoticeVariant.objects.filter(notice__plan=plan, notice__code=code).order_by(
        "tier", "locale", "revision"
    ):
        kept.setdefault((row.tier, row.locale), []).append(row)
    several = {place: found for place, found in kept.items() if len(found) > 1}
    return tuple(Changed(Tier(tier), locale, _difference(*found[-2:])) for (tier, locale), found in several.items())


def _difference(before: NoticeVariant, after: NoticeVariant) -> tuple[str, ...]:
    old, new = ([row.subject, *row.body_text.splitlines()] for row in (before, after))
    lines = list(unified_diff(old, new, n=0, lineterm=""))[2:]  # after the two lines that name files
    return tuple(line for line in lines if not line.startswith("@") and line[1:].strip())
