"""Which accounts are how far, each by its least advanced subject, without looking at all of them?"""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Trim

from lifecycle.models import Account, AffectedSubject
from lifecycle.rules.affected import ASIDE, AffectedStatus

FEW = 1_000  # subjects of a status, whose accounts are looked up by themselves
_ORDER = list(AffectedStatus)


def least_at(
    status: AffectedStatus,
    accounts: QuerySet[Account],
    rows: QuerySet[AffectedSubject],
    aside: Mapping[int, AffectedStatus],
    *,
    few: int = FEW,
) -> QuerySet[Account]:
    """Of these, the accounts of which somebody has the status and nobody an earlier one."""
    own = rows.filter(account=OuterRef("pk"))
    if status in ASIDE:
        return accounts.filter(_has(own), pk__in=[account for account, of in aside.items() if of is status])
    first = list(rows.filter(status=status).values_list("account_id", flat=True)[: few + 1])
    own = own.annotate(of=Trim("status"))  # no column: of an account's rows, and not by the index of a status
    found = accounts.filter(_has(own.filter(of=status)) if len(first) > few else Q(pk__in=set(first)))
    earlier = _ORDER[: _ORDER.index(status)]
    found = found.exclude(_has(own.filter(of__in=earlier))) if earlier else found
    return found.exclude(pk__in=list(aside))


def _has(rows: QuerySet[AffectedSubject]) -> Exists:
    """Asked account by account, in the order of keys until the page is full: a join would first find them all."""
    return Exists(rows, template="EXISTS(%(subquery)s OFFSET 0)")
