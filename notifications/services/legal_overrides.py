"""Who answers for words of a notice that read like selling or name a day by hand, and what does that change?"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lifecycle.api import Refused, SunsetPlan, record
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Blocker, Reason, Verdict, blocked, together
from notifications.models import Delivery, LegalOverride, NoticeApproval
from notifications.rules.notice_codes import NoticeCode
from notifications.services.halt_runs import wait_for_yes

_MAY_BE_ALLOWED = {"lint_promotion", "lint_loose_date"}


@transaction.atomic
def allow_words(
    *, plan: SunsetPlan, code: NoticeCode, words: str, basis: str, reason: str, actor: Actor, now: datetime
) -> LegalOverride:
    """These very words in one notice; whoever approves it is shown them with the ground. Raises Refused."""
    given = {"words": words, "basis": basis, "reason": reason}
    verdict = _may(actor) + together(_said(name, text) for name, text in given.items())
    if not verdict:
        raise Refused(verdict)
    named = {"plan": plan, "code": code, "words": _plain(words), "ended_at": None}
    row, is_new = LegalOverride.objects.get_or_create(
        **named, defaults={"basis": basis.strip()[:300], "reason": reason.strip(), "by": actor.name, "at": now}
    )
    if not is_new:
        raise Refused(blocked("override_known", Reason.WRONG_STAGE, found=row.words, by=row.by))
    _record("notifications.override.granted", row, actor, now, reason=row.reason)
    return row


@transaction.atomic
def take_back_words(
    *, plan: SunsetPlan, code: NoticeCode, words: str, reason: str, actor: Actor, now: datetime
) -> LegalOverride:
    """What was approved with it waits for a new yes. Raises Refused."""
    row = LegalOverride.objects.filter(plan=plan, code=code, words=_plain(words), ended_at=None).first()
    verdict = _may(actor) + _said("reason", reason)
    verdict += Verdict() if row else blocked("override_none", Reason.MISSING, found=words)
    if not verdict or row is None:
        raise Refused(verdict)
    row.ended_by, row.ended_at = actor.name, now
    row.save(update_fields=["ended_by", "ended_at"])
    NoticeApproval.objects.filter(notice__plan=plan, notice__code=code, ended_at=None).update(
        ended_at=now, ended_why=f"words are not allowed any more: {row.words}"
    )
    letters = Delivery.objects.filter(touchpoint__notice__plan=plan, touchpoint__notice__code=code)
    wait_for_yes(letters.filter(touchpoint__plan__settings__contains={"asks_notice_approval": True}))
    _record("notifications.override.ended", row, actor, now, reason=reason)
    return row


def overrides_of(plan: SunsetPlan, code: NoticeCode | None = None) -> list[LegalOverride]:
    """Those in force."""
    rows = LegalOverride.objects.filter(plan=plan, ended_at__isnull=True)
    return list(rows.filter(code=code) if code else rows)


def is_allowed(words: str, rows: Iterable[LegalOverride]) -> LegalOverride | None:
    return next((row for row in rows if row.words == _plain(words)), None)


def with_overrides(plan: SunsetPlan, found: Verdict) -> Verdict:
    """Allowed words stand in nobody's way any more, but before everybody's eyes."""
    rows = overrides_of(plan) if any(each.criterion in _MAY_BE_ALLOWED for each in found.blockers) else []
    if not rows:
        return found
    allowed = [(each, _override_for(each, rows)) for each in found.blockers]
    blockers = tuple(each for each, row in allowed if row is None)
    cautions = tuple(_shown(each, row) for each, row in allowed if row is not None)
    return Verdict(blockers, found.cautions + tuple(dict.fromkeys(cautions)))


def _override_for(found: Blocker, rows: list[LegalOverride]) -> LegalOverride | None:
    if found.criterion not in _MAY_BE_ALLOWED:
        return None
    return is_allowed(found.fact("found"), [row for row in rows if NoticeCode(row.code).label == found.fact("what")])


def _shown(found: Blocker, row: LegalOverride) -> Blocker:
    facts = {"what": found.fact("what"), "found": found.fact("found"), "basis": row.basis, "by": row.by}
    return Blocker("legal_override", Reason.BROKEN_RULE, "", tuple(facts.items()))


def _record(action: str, row: LegalOverride, actor: Actor, now: datetime, *, reason: str) -> None:
    told = {"words": row.words, "basis": row.basis}
    record(
        action,
        subject=row.uuid,
        actor=actor,
        at=now,
        plan_key=row.plan.key,
        notice=row.code,
        reason=reason,
        told=told,
    )


def _may(actor: Actor) -> Verdict:
    is_person = Verdict() if actor.kind is ActorKind.PERSON else blocked("leave_person", Reason.WRONG_PERSON)
    return may(actor, Right.APPROVE) + is_person


def _said(name: str, text: str) -> Verdict:
    return Verdict() if text.strip() else blocked("override_unsaid", Reason.MISSING, which=name)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()[:80]
