"""Many accounts are planned as if each were alone: alike accounts share days, never instants (A8, A12)."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.rules.milestones import MilestoneKind, instant
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Picture, Taken, Told
from notifications.rules.send_window import AFTER_CALL, WINDOW_OPENS
from notifications.rules.working_days import MONDAY_TO_FRIDAY, WorkingDays
from tests.notifications.pictures import NOON, OFF, acme, picture, planned

FRIDAY_OFF = WorkingDays(weekly_rest=frozenset({4, 5}), off=frozenset({date(2027, 3, 18)}))
DATES = ((MilestoneKind.OFF, OFF),)
OLD_DATES = ((MilestoneKind.OFF, OFF - timedelta(days=9)),)
HEARD = st.lists(
    st.builds(
        Told,
        notice=st.sampled_from(NoticeCode),
        step=st.sampled_from(
            ["off-90d.desk_task", "off-75d.email", "off-90d.email", "correction.email", "off0d.in_app"]
        ),
        revision=st.integers(1, 2),
        day=st.sampled_from([date(2027, 3, 3), date(2027, 3, 20)]),
        at=st.sampled_from([NOON, NOON + timedelta(days=30, hours=1), NOON + timedelta(days=60)]),
        dates=st.sampled_from([DATES, OLD_DATES]),
    ),
    max_size=3,
)
ACCOUNTS = st.lists(
    st.builds(
        AccountPicture,
        key=st.sampled_from("abcdefgh"),
        tier=st.sampled_from(Tier),
        zone=st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
        days=st.sampled_from([MONDAY_TO_FRIDAY, FRIDAY_OFF]),
        is_clear=st.booleans(),
        announce_by=st.sampled_from([None, date(2027, 2, 7), date(2027, 3, 1)]),
        told=HEARD.map(tuple),
        taken=st.sampled_from([(), (Taken(Channel.EMAIL, date(2027, 4, 16)),)]),
    ),
    max_size=6,
)


def of(accounts: list[AccountPicture], stage: Stage) -> Picture:
    return replace(
        picture(acme(), stage=stage, others={MilestoneKind.PURGE: date(2027, 9, 1)}), accounts=tuple(accounts)
    )


@settings(max_examples=40)
@given(ACCOUNTS, st.sampled_from([Stage.ANNOUNCED, Stage.CANCELLED, Stage.ROLLED_BACK]), st.integers(0, 200))
def test_planning_many_accounts_is_planning_each_alone(accounts: list[AccountPicture], stage: Stage, late: int) -> None:
    now = NOON + timedelta(days=late)
    alone = [each for account in accounts for each in planned(of([account], stage), now)]
    assert list(planned(of(accounts, stage), now)) == alone


def test_every_instant_is_the_accounts_own_place_in_its_morning() -> None:
    accounts = [AccountPicture(f"a{n}", Tier.KEY, zone="Europe/Berlin") for n in range(40)]
    for each in planned(of(accounts, Stage.ANNOUNCED)):
        moment = each.step.removesuffix(f".{each.channel}")
        mixed = ((crc32(each.account.encode()) ^ crc32(moment.encode())) * 2_654_435_761) % 2**32
        morning = instant(each.day, WINDOW_OPENS, "Europe/Berlin") + timedelta(seconds=mixed * 7200 // 2**32)
        assert each.at in {morning, instant(each.day, AFTER_CALL, "Europe/Berlin")}


def test_two_channels_of_one_contact_leave_together_and_two_contacts_apart() -> None:
    found = planned(of([AccountPicture("a", Tier.STANDARD)], Stage.ANNOUNCED))
    by_day = {day: {each.at for each in found if each.day == day} for day in {each.day for each in found}}
    assert {len(instants) for instants in by_day.values()} == {1}
    assert len({at.time() for instants in by_day.values() for at in instants}) == len(by_day)


def test_mornings_are_filled_evenly() -> None:
    accounts = [AccountPicture(f"customer-{n:05}", Tier.LIGHT) for n in range(3_000)]
    found = planned(of(accounts, Stage.ANNOUNCED))
    first = [each.at for each in found if each.step == f"off-60d.{Channel.EMAIL}"]
    per_minute = Counter(at.replace(second=0) for at in first)
    assert len(first) == 3_000
    assert len(per_minute) == 120
    assert max(per_minute.values()) < 50  # 25 on the average
    assert min(first) >= datetime(2027, 4, 2, 9, 30, tzinfo=UTC)
