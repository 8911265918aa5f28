"""Who asks for a notice to leave, and what stood in the way or was doubtful when they asked?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from lifecycle.api import Refused, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may_any
from lifecycle.rules.verdicts import Blocker, Reason, Verdict
from notifications.models import Notice, NoticeApproval
from notifications.rules.notice_codes import NoticeCode
from notifications.services.approve_notices import a_person, note_act
from notifications.services.audiences import freeze
from notifications.services.lint_notices import lint_notices
from notifications.services.plan_book import facts_of_plan
from notifications.services.preflight import preflight_verdict
from notifications.services.variants import hashes, keep_variants, notice_of, variants_with


def ask_approval(
    *, plan: SunsetPlan, codes: Iterable[NoticeCode], actor: Actor, now: datetime
) -> tuple[NoticeApproval, ...]:
    """Freezes who would be told, what is said and what is doubtful. Raises Refused, with every fault of the words.

    The sender's records are looked up before any transaction.
    """
    wanted = tuple(dict.fromkeys(codes))
    verdict = may_any(actor, Right.EDIT_PLAN, Right.APPROVE) + a_person(actor)
    verdict += lint_notices(plan, wanted, now=now) + preflight_verdict(plan, now=now)
    if not verdict:
        raise Refused(verdict)
    return _asked(plan, wanted, verdict, actor, now)


@transaction.atomic
def _asked(
    plan: SunsetPlan, wanted: tuple[NoticeCode, ...], verdict: Verdict, actor: Actor, now: datetime
) -> tuple[NoticeApproval, ...]:
    audience, known = freeze(plan, now=now), facts_of_plan(plan)
    made = []
    for code in wanted:
        notice = notice_of(plan, code, now=now)
        Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        keep_variants(notice, variants_with(code, known.own_words), now=now)
        seen = hashes(plan, code, audience_sha=audience.sha256, known=known)
        waiting = NoticeApproval.objects.filter(notice=notice, approved_at__isnull=True, ended_at__isnull=True)
        waiting.update(ended_at=now, ended_why="asked anew")
        row = NoticeApproval.objects.create(
            notice=notice,
            audience=audience,
            plan_sha=seen.plan,
            content_sha=seen.content,
            audience_sha=seen.audience,
            requested_by=actor.name,
            requested_identity=actor.identity,
            requested_at=now,
            preflight=[_kept(each) for each in verdict.cautions],
        )
        doubts = [each.criterion for each in verdict.cautions]
        note_act("notifications.approval.asked", row, plan, actor, now, accounts=audience.accounts, doubts=doubts)
        made.append(row)
    return tuple(made)


def _kept(found: Blocker) -> dict[str, Any]:
    return {
        "criterion": found.criterion,
        "reason": found.reason.value,
        "subject": found.subject,
        "facts": dict(found.facts),
    }


def doubts_of(row: NoticeApproval) -> Verdict:
    """What was doubtful when approval was asked for, as cautions."""
    return Verdict(
        (),
        tuple(
            Blocker(each["criterion"], Reason(each["reason"]), each["subject"], tuple(each["facts"].items()))
            for each in row.preflight
        ),
    )
