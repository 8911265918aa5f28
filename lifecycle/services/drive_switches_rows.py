"""Which switch rows should there be, and which of them need a look?"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from lifecycle import queries
from lifecycle.models import Account, SunsetPlan, Switch
from lifecycle.rules.switch_levels import is_due, wanted_levels

BATCH = 200


@transaction.atomic
def match_rows(plan_id: int, now: datetime) -> SunsetPlan | None:
    """Rows as the plan wants them; a new wish starts the reads anew."""
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("module").get(pk=plan_id)
    rows = {row.account_id: row for row in plan.switches.select_for_update()}
    apart = set(plan.exemptions.filter(kind="access", starts_at__lte=now).values_list("account_id", flat=True))
    apart |= {pk for pk in rows if pk is not None} | queries.spared_accounts(plan, now=now)
    positions = queries.positions(plan, Account.objects.filter(pk__in=apart), now=now)
    wanted = wanted_levels(queries.position_of(plan, now=now), positions, now=now)
    for each in wanted:
        row = rows.get(each.account_id) or Switch(plan=plan, account_id=each.account_id)
        if row.pk is None or row.desired != each.level:
            row.desired, row.desired_at, row.equal_reads = each.level, now, 0
            row.save()
    return plan if wanted else None


def due_rows(plan: SunsetPlan, now: datetime, is_forced: bool) -> list[int]:
    """Those not seen for longest come first, and who is held back before everybody."""
    rows = plan.switches.order_by(F("observed_at").asc(nulls_first=True), F("account").asc(nulls_last=True), "pk")
    due = [
        row.pk for row in rows if is_forced or is_due(equal_reads=row.equal_reads, observed_at=row.observed_at, now=now)
    ]
    return due[:BATCH]
