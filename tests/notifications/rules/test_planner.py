"""The series folds late starts, stops for those who are done, corrects only who knew better (A8, A11, A12)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.picture import Told
from tests.notifications.pictures import NOON, OFF, acme, corner_shop, days_of, heard, picture, planned, told

KNOWN = heard(picture(corner_shop()), date(2027, 4, 20))
FLOOR_SET = {NoticeCode.SUNSET_ANNOUNCED, NoticeCode.LAST_CALL, NoticeCode.SWITCHED_OFF}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def test_a_late_start_makes_one_announcement_today() -> None:
    late = at(OFF - timedelta(days=25))
    found = planned(picture(corner_shop()), late)
    assert days_of(found, NoticeCode.SUNSET_ANNOUNCED) == [late.date()]
    assert min(each.day for each in found) == late.date()
    assert OFF - timedelta(days=45) not in {each.day for each in found}


@pytest.mark.parametrize("notice", [NoticeCode.SUNSET_ANNOUNCED, NoticeCode.CORRECTION])
def test_a_last_call_goes_though_news_were_told_in_the_product_on_its_day_or_are_still_to_come_by_mail(
    notice: NoticeCode,
) -> None:
    """A8: the floor set always goes. The mail server is away, and what the product said does not stand for it."""
    first, eve = heard(picture(corner_shop()), date(2027, 3, 20)), OFF - timedelta(days=1)
    if notice is NoticeCode.CORRECTION:
        new = Told(notice, "correction.in_app", 2, eve, at(eve), ((MilestoneKind.OFF, OFF),))
        knows, revision = (*first, new), 2
    else:
        knows, revision = tuple(each for each in first if each.step.endswith("in_app")), 1
    found = planned(picture(corner_shop(told=knows), revision=revision), at(eve))
    assert days_of(found, notice) == [eve]  # by mail
    assert days_of(found, NoticeCode.LAST_CALL) == [eve]


def test_a_last_call_is_folded_into_an_announcement_that_comes_no_earlier() -> None:
    eve = OFF - timedelta(days=1)
    late = planned(picture(corner_shop()), at(eve))
    assert {each.notice for each in late if each.day <= eve} == {NoticeCode.SUNSET_ANNOUNCED}
    knows = tuple(told(each, {MilestoneKind.OFF: OFF}) for each in late if each.day <= eve)
    assert not days_of(planned(picture(corner_shop(told=knows)), at(eve)), NoticeCode.LAST_CALL)


def test_an_announcement_that_nobody_has_called_about_keeps_back_no_reminder_in_writing() -> None:
    """A9, A12: the call waits on the desk for as long as nobody makes it, the letters need not."""
    first = tuple(each for each in heard(picture(acme()), date(2027, 3, 5)) if not each.step.endswith("desk_task"))
    assert {each.notice for each in first} == {NoticeCode.SUNSET_ANNOUNCED}
    found = planned(picture(acme(told=first)), at(date(2027, 4, 2)))
    due = [each for each in found if each.day == date(2027, 4, 2)]
    assert {(each.notice, each.channel) for each in due} == {
        (NoticeCode.SUNSET_ANNOUNCED, "desk_task"),
        (NoticeCode.SUNSET_REMINDER, "email"),
        (NoticeCode.SUNSET_REMINDER, "in_app"),
    }


@pytest.mark.parametrize("day", range(1, 20))
def test_a_text_for_seven_days_before_never_leaves_two_days_before(day: int) -> None:
    today = OFF - timedelta(days=day)
    mail = Told(NoticeCode.SUNSET_ANNOUNCED, "off-75d.email", 1, date(2027, 3, 18), NOON, ((MilestoneKind.OFF, OFF),))
    found = planned(picture(corner_shop(told=(mail,))), at(today))
    for each in found:
        if each.notice is NoticeCode.SUNSET_REMINDER and each.day <= today:
            assert 3 * (OFF - today).days >= 2 * (OFF - each.day).days


def test_optional_contacts_stop_for_a_clear_account_and_the_floor_stays() -> None:
    found = planned(picture(corner_shop(is_clear=True)))
    assert {each.notice for each in found} == FLOOR_SET


def test_reminders_resume_on_relapse() -> None:
    assert days_of(planned(picture(corner_shop())), NoticeCode.SUNSET_REMINDER)


def test_the_announcement_goes_earlier_when_the_floor_asks_for_it() -> None:
    found = planned(picture(corner_shop(announce_by=date(2027, 2, 7))))
    assert days_of(found, NoticeCode.SUNSET_ANNOUNCED) == [date(2027, 2, 5)]


def test_nothing_is_said_before_the_day_of_the_announcement() -> None:
    found = planned(picture(acme(), others={MilestoneKind.ANNOUNCE: date(2027, 4, 1)}))
    assert days_of(found, NoticeCode.SUNSET_ANNOUNCED) == [date(2027, 4, 1)]
    assert min(each.day for each in found) == date(2027, 4, 1)


def test_only_who_was_told_the_old_date_gets_a_correction() -> None:
    """notices case 27"""
    before = picture(acme(), corner_shop())
    knows = heard(before, date(2027, 3, 10))
    moved = picture(acme(told=tuple(knows)), corner_shop(), off=OFF + timedelta(days=30), revision=2)
    found = planned(moved, at(date(2027, 3, 11)))
    assert {each.account for each in found if each.notice is NoticeCode.CORRECTION} == {"acme"}
    assert days_of(found, NoticeCode.CORRECTION) == [date(2027, 3, 11)]
    announced = {each.account for each in found if each.notice is NoticeCode.SUNSET_ANNOUNCED}
    assert announced == {"corner_shop"}


def test_a_date_that_moves_back_before_anyone_heard_of_it_needs_no_correction() -> None:
    knows = heard(picture(acme()), date(2027, 3, 10))
    again = picture(acme(told=knows), revision=3)
    assert not days_of(planned(again, at(date(2027, 3, 11))), NoticeCode.CORRECTION)


def test_a_correction_that_left_by_one_channel_still_leaves_by_the_other() -> None:
    knows = heard(picture(corner_shop()), date(2027, 3, 20))
    new, day = OFF + timedelta(days=10), date(2027, 3, 22)
    mail = Told(NoticeCode.CORRECTION, "correction.email", 2, day, at(day), ((MilestoneKind.OFF, new),))
    found = planned(picture(corner_shop(told=(*knows, mail)), off=new, revision=2), at(day))
    corrections = [each.channel for each in found if each.notice is NoticeCode.CORRECTION]
    assert corrections == [Channel.IN_APP]


def test_what_was_heard_is_not_said_again() -> None:
    of = picture(acme(), corner_shop())
    knows = heard(of, date(2027, 5, 1))
    mine = tuple(each for each, plan in zip(knows, planned(of), strict=False) if plan.account == "acme")
    found = planned(picture(acme(told=mine)), at(date(2027, 5, 1)))
    assert not {(each.notice, each.step) for each in found} & {(each.notice, each.step) for each in mine}


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.ROLLED_BACK])
def test_a_withdrawn_plan_tells_exactly_those_who_were_told(stage: Stage) -> None:
    """notices case 28: cancelled and rolled back"""
    knows = heard(picture(acme()), date(2027, 3, 10))
    found = planned(picture(acme(told=knows), corner_shop(), stage=stage), at(date(2027, 3, 11)))
    assert {(each.account, each.notice) for each in found} == {("acme", NoticeCode.CANCELLED)}


def test_a_plan_that_comes_back_is_announced_anew_and_withdrawn_anew() -> None:
    """notices case 28: what was said before the withdrawal no longer holds."""
    knows, day = heard(picture(corner_shop()), date(2027, 3, 20)), date(2027, 3, 22)
    stays = planned(picture(corner_shop(told=knows), stage=Stage.ROLLED_BACK), at(day))
    knows = (*knows, *(told(each, {}) for each in stays))
    assert planned(picture(corner_shop(told=knows), stage=Stage.ROLLED_BACK), at(date(2027, 3, 24))) == ()
    again = picture(corner_shop(told=knows), off=date(2027, 9, 1), revision=2)
    assert days_of(planned(again, at(date(2027, 3, 24))), NoticeCode.SUNSET_ANNOUNCED) == [date(2027, 6, 18)]
    knows = (
        *knows,
        *(told(each, dict(again.dates)) for each in planned(again, at(day)) if each.day < date(2027, 7, 1)),
    )
    gone = planned(picture(corner_shop(told=knows), stage=Stage.CANCELLED, revision=2), at(date(2027, 7, 2)))
    assert {each.notice for each in gone} == {NoticeCode.CANCELLED}


def test_when_use_drops_to_zero_the_night_before_only_the_optional_contact_is_taken_back() -> None:
    """notices case 20"""
    eve = at(date(2027, 5, 10))
    used, idle = (planned(picture(corner_shop(is_clear=clear, told=KNOWN)), eve) for clear in (False, True))
    due = {each.step for each in used if each.day == date(2027, 5, 11)}
    assert due == {"off-21d.email", "off-21d.in_app"}
    assert set(used) - set(idle) == {each for each in used if not each.mandatory}
    assert {each.notice for each in idle} == FLOOR_SET - {NoticeCode.SUNSET_ANNOUNCED}


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ASSESSING, Stage.CLOSED])
def test_a_plan_without_a_decision_or_at_its_end_plans_no_contacts(stage: Stage) -> None:
    assert planned(picture(stage=stage)) == ()


def test_optional_contacts_keep_three_working_days_apart() -> None:
    others = {
        MilestoneKind.CLOSED_TO_NEW: date(2027, 4, 15),
        MilestoneKind.READ_ONLY: date(2027, 5, 4),
        MilestoneKind.BROWNOUT: date(2027, 5, 11),
        MilestoneKind.EXPORT_END: date(2027, 5, 28),
    }
    found = planned(picture(corner_shop(), others=others))
    mails = sorted((each for each in found if each.channel is Channel.EMAIL), key=lambda each: each.day)
    for earlier, later in pairwise(mails):
        assert later.mandatory or (later.day - earlier.day).days >= 3


def test_the_purge_is_announced_thirty_days_ahead_to_everyone() -> None:
    found = planned(picture(corner_shop(is_clear=True), others={MilestoneKind.PURGE: date(2027, 9, 1)}))
    assert [(each.day, each.mandatory) for each in found if each.anchor is MilestoneKind.PURGE] == [
        (date(2027, 8, 2), True),
        (date(2027, 8, 2), True),
    ]
