"""Which facts does the lifecycle itself know at the moment of asking?"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from lifecycle import queries
from lifecycle.models import Contact, DecisionRecord, SunsetPlan
from lifecycle.rules import approvals
from lifecycle.rules.audit_chain import canonical
from lifecycle.rules.brownouts import Outcome
from lifecycle.rules.criteria import DEMANDS
from lifecycle.rules.gates import Fact, FactKey
from lifecycle.rules.milestones import has_clock_change
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import Stage
from lifecycle.services.assess_risk import risk_marks
from lifecycle.services.decide_dossier import stale_because
from lifecycle.services.wording import missing_languages

SOURCE = "lifecycle"
SATURDAY = 5


def plan_hash(plan: SunsetPlan) -> str:
    """SHA-256 of what an approver sees: the plan, its dates, the accounts that it concerns, all leave."""
    body = {
        "key": plan.key,
        "stage": plan.stage,
        "revision": plan.revision,
        "document": plan.document,
        "milestones": [
            [str(each.kind), each.date, each.local_time, each.revision] for each in queries.promises_of(plan)
        ],
        "accounts": list(queries.affected_accounts(plan).values_list("key", flat=True)),
        "leave": queries.leave_of(plan),
        **_decided_and_risked(plan),
    }
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def _decided_and_risked(plan: SunsetPlan) -> dict[str, object]:
    """What an approver says yes to besides: newest decision with its dossier, risks taken, outages; absent if none."""
    newest = plan.decisions.order_by("-at", "-id").values_list("outcome", "at", "dossier__sha256").first()
    windows = (
        plan.brownouts.exclude(outcome=Outcome.CANCELLED).order_by("starts_at").values_list("starts_at", "ends_at")
    )
    found = {"decision": newest, "risks": risk_marks(plan), "brownouts": [list(each) for each in windows]}
    return {name: value for name, value in found.items() if value}


def facts_for(
    plan: SunsetPlan, to: Stage, *, now: datetime, known: Mapping[FactKey, Fact] | None = None
) -> dict[FactKey, Fact]:
    """Recorded evidence, which may have been read just now, and over it what can only be known now."""
    facts = dict(queries.newest_facts(plan) if known is None else known)
    facts.update(_plan_wide(plan, to, now))
    facts.update(_per_account(plan, now))
    return facts


def _plan_wide(plan: SunsetPlan, to: Stage, now: datetime) -> dict[FactKey, Fact]:
    digest, given = plan_hash(plan), queries.approvals_of(plan, to)
    author = (plan.author.identity or str(plan.author.uuid)) if plan.author else ""
    enough = approvals.enough(to, given, plan_hash=digest, author=author, now=now)
    decided = plan.decisions.order_by("-at", "-id").first()
    local = now.astimezone(ZoneInfo(plan.timezone))
    known: dict[str, bool] = {
        "plan_fresh": any(yes.plan_hash == digest for yes in given),
        "approvals": enough,
        "calendar": local.weekday() < SATURDAY and not has_clock_change(local.date(), plan.timezone),
    }
    wording = from_json(plan.settings).wording
    if wording:  # as the file says it now, for whoever can be told now
        known["wording_complete"] = not missing_languages(plan, (language for language, _ in wording))
    facts: dict[FactKey, Fact] = {(name, ""): Fact(value, now, SOURCE) for name, value in known.items()}
    return facts | {("decision_current", ""): _decision(plan, decided, to, now)}


def _decision(plan: SunsetPlan, decided: DecisionRecord | None, to: Stage, now: datetime) -> Fact:
    """Decided to retire, and no new fact beyond a stated bound; looked into only where a gate asks."""
    if decided is None or decided.outcome != DecisionRecord.Outcome.RETIRE:
        return Fact(False, now, SOURCE)
    stale = stale_because(plan, decided) if "decision_current" in DEMANDS.get(to, ()) else ()
    why = ", ".join(each.figure.replace("_", " ") for each in stale)
    return Fact(not stale, now, f"beyond its bounds: {why}" if why else SOURCE)


def _per_account(plan: SunsetPlan, now: datetime) -> dict[FactKey, Fact]:
    facts: dict[FactKey, Fact] = {}
    usable = Exists(Contact.objects.filter(account=OuterRef("pk"), is_active=True))
    rows = queries.affected_accounts(plan).values_list("key", "timezone", "contract_end_date", usable)
    for key, zone, ends, is_usable in rows:
        over = ends is None or ends <= now.astimezone(ZoneInfo(zone)).date()
        facts["contract_end", key] = Fact(over, now, "contract")
        facts["contact_usable", key] = Fact(is_usable, now, "directory")
    return facts
