"""One optional notice in three working days, over all plans; the floor beats the cap (A12, notices section 1)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import AccountPicture, Taken
from notifications.rules.planned import Planned
from notifications.rules.working_days import MONDAY_TO_FRIDAY, shifted
from tests.notifications.pictures import OFF, corner_shop, picture, planned

REMINDER = date(2027, 4, 16)  # a Friday, 45 days before the end (a Saturday, and so the day before)
TAKEN = st.lists(
    st.builds(Taken, st.sampled_from([Channel.EMAIL, Channel.IN_APP]), st.dates(date(2027, 3, 1), date(2027, 6, 20))),
    max_size=12,
)


def mails(*taken: Taken) -> dict[str, Planned]:
    found = planned(picture(corner_shop(taken=taken)))
    return {each.step: each for each in found if each.channel is Channel.EMAIL}


def test_an_optional_contact_waits_for_the_third_working_day_after_another_plan_spoke() -> None:
    found = mails(Taken(Channel.EMAIL, REMINDER))["off-45d.email"]
    assert found.day == date(2027, 4, 21)
    assert found.late_until == mails()["off-45d.email"].late_until


def test_an_optional_contact_goes_along_with_one_that_leaves_soon_and_has_not_left() -> None:
    """notices section 5: packed while there is slack; never before its day, nor where something has been said."""
    soon = Taken(Channel.EMAIL, date(2027, 4, 20), is_open=True)
    assert mails(soon)["off-45d.email"].day == soon.day
    assert mails(Taken(Channel.EMAIL, REMINDER, is_open=True))["off-45d.email"].day == REMINDER
    assert mails(Taken(Channel.EMAIL, date(2027, 4, 14), is_open=True))["off-45d.email"].day == date(2027, 4, 19)
    assert mails(soon, Taken(Channel.EMAIL, REMINDER))["off-45d.email"].day == date(2027, 4, 23)


def test_what_another_channel_says_is_no_matter() -> None:
    assert mails(Taken(Channel.DESK_TASK, REMINDER))["off-45d.email"].day == REMINDER


def test_the_floor_keeps_its_day() -> None:
    """notices case 26: the cap never moves what must be said."""
    usual = mails()
    everywhere = mails(*(Taken(Channel.EMAIL, OFF - timedelta(days=far)) for far in range(-20, 90)))
    assert {step: each for step, each in usual.items() if each.mandatory} == everywhere


def test_a_text_that_would_be_stale_is_left_out() -> None:
    crowd = [Taken(Channel.EMAIL, REMINDER + timedelta(days=far)) for far in range(0, 20, 2)]
    assert "off-45d.email" not in mails(*crowd)


@settings(max_examples=40)
@given(TAKEN, st.sampled_from(Tier))
def test_nothing_optional_is_near_to_what_another_plan_says(taken: list[Taken], tier: Tier) -> None:
    found = planned(picture(AccountPicture("a", tier, taken=tuple(taken))))
    for each in found:
        for other in taken:
            first, second = min(each.day, other.day), max(each.day, other.day)
            is_near = second < shifted(first, 3, MONDAY_TO_FRIDAY)
            assert each.mandatory or each.channel is not other.channel or not is_near
    assert {each.notice for each in found} >= {NoticeCode.SUNSET_ANNOUNCED, NoticeCode.LAST_CALL}
