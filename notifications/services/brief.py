"""What must our own teams know before the first customer hears, and has each of them confirmed it?"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lifecycle.api import BadInput, Refused, SunsetPlan, newest_facts, reading, record, record_evidence
from lifecycle.rules.actors import Actor, Role
from lifecycle.rules.rights import Right, may
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import BriefedTeam, Briefing
from notifications.rules.fact_age import as_of, is_known
from notifications.rules.served import Judged

CRITERION = "teams_briefed"
_UNTOLD = frozenset(LADDER[: LADDER.index(Stage.ANNOUNCED)])
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TeamAsked:
    """A team by name and the address of who confirms for it; an empty one: anybody of the staff."""

    name: str
    person_email: str = ""


@transaction.atomic
def write_briefing(
    *, plan: SunsetPlan, wording: str, answers: str, teams: Iterable[TeamAsked], actor: Actor, now: datetime
) -> Briefing:
    """One wording for everybody. A changed text takes every confirmation back. Raises Refused, BadInput."""
    verdict = may(actor, Right.ATTEST) + _not_told_yet(plan)
    if not verdict:
        raise Refused(verdict)
    asked = {each.name.strip(): each.person_email.strip().lower() for each in teams if each.name.strip()}
    if not wording.strip() or not asked:
        raise BadInput("A briefing takes a wording and at least one team.")
    sha = hashlib.sha256(f"{wording.strip()}\x00{answers.strip()}".encode()).hexdigest()
    briefing, _is_new = Briefing.objects.update_or_create(
        plan=plan,
        defaults={
            "wording": wording.strip(),
            "answers": answers.strip(),
            "text_sha": sha,
            "written_by": actor.name,
            "written_at": now,
        },
    )
    briefing.teams.exclude(name__in=asked).delete()
    for name, email in asked.items():
        BriefedTeam.objects.update_or_create(briefing=briefing, name=name, defaults={"person_email": email})
    briefing.teams.exclude(text_sha__in=["", sha]).update(text_sha="", confirmed_by="", confirmed_at=None)
    record(
        "notifications.briefing.written", subject=plan.key, actor=actor, at=now, plan_key=plan.key, teams=sorted(asked)
    )
    push_briefing(plan_id=plan.pk, now=now)
    return briefing


@transaction.atomic
def confirm_briefing(*, team: UUID, seen_sha: str, email: str, actor: Actor, now: datetime) -> BriefedTeam:
    """The team's person says that it knows this text, and no other. Raises Refused, BriefedTeam.DoesNotExist."""
    row = BriefedTeam.objects.select_for_update(of=("self",)).select_related("briefing__plan").get(uuid=team)
    verdict = Verdict()
    if actor.role is Role.NONE:
        verdict += blocked("rights", Reason.WRONG_PERSON, right="confirm", entitled="staff")
    if row.person_email and row.person_email != email.lower():
        verdict += blocked("briefing_not_yours", Reason.WRONG_PERSON, team=row.name, person=row.person_email)
    if seen_sha != row.briefing.text_sha:
        verdict += blocked("briefing_changed", Reason.WRONG_STAGE)
    if not verdict:
        raise Refused(verdict)
    row.text_sha, row.confirmed_by, row.confirmed_at = seen_sha, actor.name, now
    row.save(update_fields=["text_sha", "confirmed_by", "confirmed_at"])
    plan = row.briefing.plan
    record("notifications.briefing.confirmed", subject=row.uuid, actor=actor, at=now, plan_key=plan.key, team=row.name)
    push_briefing(plan_id=plan.pk, now=now)
    return row


def briefing_of(plan: SunsetPlan) -> Briefing | None:
    return Briefing.objects.filter(plan=plan).prefetch_related("teams").first()


def push_briefing(*, plan_id: int, now: datetime) -> bool:
    """Where a briefing is written, it decides, and nobody can sign over its head; True when a fact was new."""
    plan = reading.plan_by_id(plan_id)
    briefing = briefing_of(plan) if plan else None
    if plan is None or briefing is None:
        return False
    judged, fact = _judged(briefing), newest_facts(plan, of=[CRITERION]).get((CRITERION, ""))
    if is_known(fact, judged, now=now):
        return False
    at = as_of(fact, judged, now=now)
    if fact is not None and fact.value is not judged.value:
        at = max(at, fact.as_of + _INSTANT)
    record_evidence(
        plan=plan,
        criterion=CRITERION,
        subject=None,
        value=judged.value,
        as_of=at,
        now=now,
        source="briefing",
        detail=judged.detail,
    )
    return True


def _judged(briefing: Briefing) -> Judged:
    teams = list(briefing.teams.all())
    waiting = [team.name for team in teams if team.confirmed_at is None or team.text_sha != briefing.text_sha]
    if waiting:
        return Judged(False, f"not confirmed yet: {', '.join(waiting)}")
    days = [team.confirmed_at for team in teams if team.confirmed_at]
    return Judged(True, f"{len(teams)} teams confirmed one wording", as_of=max(days))


def _not_told_yet(plan: SunsetPlan) -> Verdict:
    return Verdict() if Stage(plan.stage) in _UNTOLD else blocked("briefing_over", Reason.WRONG_STAGE)
