"""Two retirements speak to one customer without crowding it: one waits, and planning again changes nothing (A12)."""

from datetime import date

import pytest

from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Touchpoint
from notifications.rules.working_days import MONDAY_TO_FRIDAY, shifted
from tests.cast import NOON, a_plan, corner_shop, know

pytestmark = pytest.mark.django_db


def test_the_younger_plan_waits_for_the_older_one_and_nobody_is_pushed_to_and_fro() -> None:
    """notices case 26: at most one optional letter in three working days over all plans; the floor stays.

    What another plan sends anyway takes it along: then both are one letter.
    """
    older, younger = (a_plan(module=name, stage=Stage.ANNOUNCED) for name in ("reports", "charts"))
    for plan in (older, younger):
        know(plan, "usage_below", 3, account=corner_shop(), at=NOON)
    for plan in (younger, older, younger):
        reconcile(plan_id=plan.pk, now=NOON)
    assert not any(reconcile(plan_id=plan.pk, now=NOON) for plan in (older, younger, older))
    for channel in ("email", "in_app"):
        first = days(older, channel, is_optional=True)
        for day in days(younger, channel, is_optional=True):
            said = [*first, *days(older, channel, is_optional=False)]
            if channel == "email" and day in first:
                continue
            assert all(max(day, other) >= shifted(min(day, other), 3, MONDAY_TO_FRIDAY) for other in said)
        assert days(older, channel, is_optional=False) == days(younger, channel, is_optional=False)


def days(plan: SunsetPlan, channel: str, *, is_optional: bool) -> list[date]:
    rows = Touchpoint.objects.filter(plan=plan, channel=channel, status="planned", obligation__isnull=is_optional)
    return sorted(rows.values_list("day", flat=True))
