"""Which paragraphs did the staff write for a plan's notices, and how do they read for one recipient?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from lifecycle.api import Refused, SunsetPlan, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.promotion import promotion_in
from lifecycle.rules.rights import Right, may_any
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from notifications.models import Delivery, NoticeWording, WordingPart
from notifications.rules.approval import OWED_AT_ONCE
from notifications.rules.lint import Letter, loose_dates
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.notice_facts import NoticeFacts
from notifications.rules.placeholders import fill, unknown_placeholders
from notifications.services.halt_runs import wait_for_yes
from notifications.services.legal_overrides import with_overrides

LONGEST = 1500
_P = WordingPart
OwnPart = tuple[str, str, str, str]  # notice, tier ("" is every tier), locale, part


def own_words_of(plan: SunsetPlan) -> dict[OwnPart, str]:
    rows = NoticeWording.objects.filter(plan=plan)
    return {(row.code, row.tier, row.locale, row.part): row.text for row in rows}


def own_part(own: Mapping[OwnPart, str], facts: NoticeFacts, tier: str, part: str) -> str:
    """What was written for this tier, else for every tier."""
    code = str(facts.notice)
    return own.get((code, tier, facts.locale, part)) or own.get((code, "", facts.locale, part), "")


def with_own_words(facts: NoticeFacts, own: Mapping[OwnPart, str], *, tier: str) -> NoticeFacts:
    if not own:
        return facts
    intro, closing = (fill(own_part(own, facts, tier, part), facts) for part in (_P.INTRO, _P.CLOSING))
    return replace(facts, intro=intro, closing=closing)


@transaction.atomic
def write_own_words(
    *, plan: SunsetPlan, code: NoticeCode, tier: str, locale: str, part: str, text: str, actor: Actor, now: datetime
) -> None:
    """Empty text takes the paragraph back. What was approved before no longer covers it, and waits. Raises Refused."""
    one_line = " ".join(text.split())
    verdict = may_any(actor, Right.EDIT_PLAN, Right.APPROVE) + _sound(plan, code, tier, locale, one_line)
    if not verdict:
        raise Refused(verdict)
    NoticeWording.objects.filter(plan=plan, code=code, tier=tier, locale=locale, part=_P(part)).delete()
    if one_line:
        NoticeWording.objects.create(
            plan=plan,
            code=code,
            tier=tier,
            locale=locale,
            part=_P(part),
            text=one_line,
            written_by=actor.name,
            written_at=now,
        )
    letters = Delivery.objects.filter(touchpoint__notice__plan=plan, touchpoint__notice__code=code)
    wait_for_yes(letters.filter(touchpoint__plan__settings__contains={"asks_notice_approval": True}))
    record(
        "notifications.wording.written" if one_line else "notifications.wording.removed",
        subject=f"{plan.key}/{code}",
        actor=actor,
        at=now,
        plan_key=plan.key,
        tier=tier,
        locale=locale,
        part=part,
        text=one_line,
    )


def _sound(plan: SunsetPlan, code: NoticeCode, tier: str, locale: str, text: str) -> Verdict:
    """What can be told from the paragraph alone; the whole letter is looked at before approval."""
    letter = Letter(code, tier or "*", locale, "", text, "", is_mandatory=True)
    found = [_wrong(code, "lint_placeholder", name) for name in unknown_placeholders(text)]
    found += [_wrong(code, "lint_promotion", name) for name in promotion_in(text, locale)]
    if code in OWED_AT_ONCE:
        found.append(_wrong(code, "wording_fixed", ""))
    if len(text) > LONGEST:
        found.append(_wrong(code, "wording_long", str(LONGEST)))
    return with_overrides(plan, together(found) + loose_dates(letter, [text]))


def _wrong(code: NoticeCode, rule: str, found: str) -> Verdict:
    return blocked(rule, Reason.BROKEN_RULE, what=code.label, place="", found=found)
