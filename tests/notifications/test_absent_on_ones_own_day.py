"""When does an absence begin and end: at the midnight of whoever is away (notices case 34, DESK)?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from lifecycle.api import Refused, User
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import desk_people, hand_over_task, note_absence, sweep_desk
from notifications.models import DeskTask
from tests.cast import NOON, a_plan, acme, dora, lena, paul

AWAY = date(2027, 3, 3)
MIDNIGHT = {  # of that day, as UTC
    "UTC": datetime(2027, 3, 3, tzinfo=UTC),
    "Pacific/Auckland": datetime(2027, 3, 2, 11, tzinfo=UTC),
    "Pacific/Honolulu": datetime(2027, 3, 3, 10, tzinfo=UTC),
}
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def paul_is_away(zone: str, backup: str = "") -> User:
    who = paul()
    who.timezone = zone
    who.save()
    note_absence(owner_email=who.email, first=AWAY, last=AWAY, backup_email=backup, actor=who.actor, now=NOON)
    return who


def a_task(plan: SunsetPlan, owner: str) -> DeskTask:
    return DeskTask.objects.create(
        plan=plan,
        account=acme(),
        kind="call",
        subject="call",
        owner_email=owner,
        due_date=date(2027, 3, 30),
        source=owner,
        created_at=NOON,
    )


@pytest.mark.parametrize("zone", MIDNIGHT)
def test_a_colleague_is_away_from_their_own_midnight_to_the_next(zone: str) -> None:
    who, begins = paul_is_away(zone), MIDNIGHT[zone]
    there = {at: desk_people(at).is_there(who.email) for at in (begins - MOMENT, begins, begins + DAY - MOMENT)}
    assert list(there.values()) == [True, False, False]
    assert desk_people(begins + DAY).is_there(who.email)


@pytest.mark.parametrize("zone", MIDNIGHT)
def test_work_is_handed_over_and_taken_over_by_the_day_of_who_is_away(zone: str) -> None:
    who, begins = paul_is_away(zone, backup=lena().email), MIDNIGHT[zone]
    plan = a_plan(stage=Stage.ANNOUNCED)
    his, hers = a_task(plan, who.email), a_task(plan, dora().email)
    assert sweep_desk(now=begins - MOMENT) == 0
    assert sweep_desk(now=begins) == 1
    his.refresh_from_db()
    assert his.owner_email == lena().email
    for at in (begins, begins + DAY - MOMENT):
        with pytest.raises(Refused):
            hand_over_task(uuid=hers.uuid, to_email=who.email, note="x", actor=dora().actor, now=at)
    assert hand_over_task(uuid=hers.uuid, to_email=who.email, note="x", actor=dora().actor, now=begins + DAY)
