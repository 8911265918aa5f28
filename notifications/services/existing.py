"""Which contacts has a plan on record already?"""

from collections.abc import Collection

from lifecycle.api import Account, SunsetPlan
from notifications.models import Touchpoint
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Existing
from notifications.rules.planner import WITHDRAWN
from notifications.rules.statuses import TouchpointStatus
from notifications.rules.step_names import is_planned

# To look a word up takes a tenth of asking its enum, for two words of each of hundreds of thousands of rows.
_CODES = {each.value: each for each in NoticeCode}
_STATUSES = {each.value: each for each in TouchpointStatus}


def existing_of(plan: SunsetPlan, accounts: Collection[str]) -> list[Existing]:
    """The rows of some accounts, by their keys; those that only tell again what was planned once it is withdrawn."""
    is_withdrawn = plan.stage in WITHDRAWN
    rows = Touchpoint.objects.filter(plan=plan, account__key__in=accounts).order_by("id")
    names = ("id", "account__key", "notice__code", "step", "date_revision", "status", "due_at", "late_until", "told_at")
    return [
        Existing(pk, key, _CODES[code], step, revision, _STATUSES[status], at, late, told is not None)
        for pk, key, code, step, revision, status, at, late, told in rows.values_list(*names)
        if is_withdrawn or is_planned(step)
    ]


def accounts_with_contacts(plan: SunsetPlan) -> set[str]:
    """The keys of all who have any contact in the plan that is still to come or under way."""
    is_open = [status.value for status in TouchpointStatus if status.is_open]
    rows = Touchpoint.objects.filter(plan=plan, status__in=is_open).order_by().values("account_id").distinct()
    return set(Account.objects.filter(pk__in=rows).order_by().values_list("key", flat=True))
