"""Who is touched by a plan, how far is each, and how many are left?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When

from lifecycle.models import Account, AffectedSubject, Exemption, SunsetPlan
from lifecycle.rules.affected import ASIDE, AffectedStatus, SubjectKind
from lifecycle.rules.affected_list import Tally, Wanted, dormant
from lifecycle.rules.tiers import Tier

BREAKAGE = "usage_below"  # leave, by two people, to pass although somebody still uses it


def asides(plan: SunsetPlan, *, now: datetime) -> Mapping[int, AffectedStatus]:
    """Accounts whose leave runs, by id: to go on using it, or else to break."""
    running = Exemption.objects.filter(plan=plan, starts_at__lte=now, ends_at__gt=now)
    leave = running.filter(Q(kind=Exemption.Kind.ACCESS) | Q(kind=Exemption.Kind.CRITERION, criterion=BREAKAGE))
    found = {
        account: AffectedStatus.EXEMPT if kind == Exemption.Kind.ACCESS else AffectedStatus.BREAKAGE_ACCEPTED
        for account, kind in leave.order_by("-kind").values_list("account_id", "kind")
    }
    return dict(sorted(found.items()))


def subjects(plan: SunsetPlan, *, wanted: Wanted, now: datetime) -> QuerySet[AffectedSubject]:
    """The newest use first. Each carries `shown`: its status, or that of its account's leave."""
    if not wanted.is_possible:
        return AffectedSubject.objects.none()
    aside = asides(plan, now=now)
    rows = AffectedSubject.objects.filter(plan=plan).select_related("account")
    if wanted.account:
        rows = rows.filter(account__key=wanted.account)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.status:
        rows = _with_status(rows, AffectedStatus(wanted.status), aside)
    return rows.annotate(shown=_shown(aside)).order_by("-last_at", "pk")


def _with_status(
    rows: QuerySet[AffectedSubject], status: AffectedStatus, aside: Mapping[int, AffectedStatus]
) -> QuerySet[AffectedSubject]:
    """Asked of the columns, so that an index can answer."""
    if status in ASIDE:
        return rows.filter(account_id__in=[account for account, of in aside.items() if of is status])
    return rows.filter(status=status).exclude(account_id__in=list(aside))


def _shown(aside: Mapping[int, AffectedStatus]) -> Case:
    of_status = {
        status: [account for account, of in aside.items() if of is status] for status in sorted(set(aside.values()))
    }
    whens = [When(account_id__in=ids, then=Value(status.value)) for status, ids in of_status.items()]
    return Case(*whens, default=F("status"), output_field=CharField())


def tally(plan: SunsetPlan, *, now: datetime, wanted: Wanted | None = None) -> Tally:
    """How many there are of each status; of one account or kind alone with `wanted`."""
    rows = subjects(plan, wanted=wanted or Wanted(), now=now).order_by()
    counted = rows.values("shown").annotate(found=Count("pk")).values_list("shown", "found")  # type: ignore[misc]  # annotated by subjects
    return Tally({AffectedStatus(shown): found for shown, found in counted})


def listed_accounts(plan: SunsetPlan, keys: Sequence[str]) -> list[str]:
    """Which of these accounts have anybody on the list."""
    rows = AffectedSubject.objects.filter(plan=plan, account__key__in=list(keys))
    return list(rows.values_list("account__key", flat=True).distinct())


def reopened(plan: SunsetPlan, *, since: datetime) -> list[AffectedSubject]:
    """Those who came back after silence, from that instant on; the oldest first."""
    rows = AffectedSubject.objects.filter(plan=plan, reopened_at__gte=since).select_related("account")
    return list(rows.order_by("reopened_at", "pk"))


def accounts_back(plan: SunsetPlan, *, tier: Tier) -> list[tuple[Account, datetime]]:
    """The accounts of a tier with use that came back after silence, and when it last did."""
    rows = AffectedSubject.objects.filter(plan=plan, reopened_at__isnull=False, account__tier=tier)
    newest = dict(rows.values_list("account_id").annotate(Max("reopened_at")))
    return [(account, newest[account.pk]) for account in Account.objects.filter(pk__in=newest).order_by("key")]


def dormant_integrations(plan: SunsetPlan) -> tuple[str, ...]:
    """Named in the plan file, and nothing came through them as far as activity tells."""
    kinds = (SubjectKind.INTEGRATION, SubjectKind.TOKEN)
    seen = AffectedSubject.objects.filter(plan=plan, kind__in=kinds).values_list("key", flat=True).distinct()
    return dormant([str(name) for name in plan.module.integrations], set(seen))
