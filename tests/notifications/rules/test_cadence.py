"""Each tier gets its series: key accounts earlier, more often, by a person first (A8, A9, A12)."""

from datetime import date

import pytest

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.tiers import Tier
from notifications.rules.cadence import steps_of
from notifications.rules.notice_codes import Channel, NoticeCode
from tests.notifications.pictures import acme, corner_shop, picture, planned

FLOORS = {Criticality.NON_CORE: 30, Criticality.CORE: 60, Criticality.BUSINESS_CRITICAL: 90}


def test_key_account_hears_from_its_csm_at_t_minus_90() -> None:
    found = planned(picture(acme(), off=date(2027, 6, 1)))
    calls = {(each.day, each.notice) for each in found if each.channel is Channel.DESK_TASK}
    assert (date(2027, 3, 3), NoticeCode.SUNSET_ANNOUNCED) in calls


def test_the_writing_follows_the_call_on_the_same_day() -> None:
    first = [each for each in planned(picture(acme())) if each.notice is NoticeCode.SUNSET_ANNOUNCED]
    call, *writing = sorted(first, key=lambda each: each.at)
    assert call.channel is Channel.DESK_TASK
    assert {each.channel for each in writing} == {Channel.EMAIL, Channel.IN_APP}
    assert {each.day for each in writing} == {call.day}


def test_a_standard_account_gets_no_calls() -> None:
    assert all(each.channel is not Channel.DESK_TASK for each in planned(picture(corner_shop())))


@pytest.mark.parametrize("criticality", Criticality)
@pytest.mark.parametrize("tier", Tier)
def test_every_series_announces_before_its_floor_and_ends_with_a_last_call(
    criticality: Criticality, tier: Tier
) -> None:
    steps = [step for step in steps_of(criticality, tier) if step.anchor is MilestoneKind.OFF]
    first = next(step for step in steps if step.notice is NoticeCode.SUNSET_ANNOUNCED)
    last = [step for step in steps if step.days_before > 0][-1]
    assert first.days_before >= FLOORS[criticality]
    assert last.notice is NoticeCode.LAST_CALL
    assert all(step.mandatory for step in (first, last))


@pytest.mark.parametrize("criticality", Criticality)
@pytest.mark.parametrize("tier", Tier)
def test_the_floor_set_goes_in_writing_to_every_tier(criticality: Criticality, tier: Tier) -> None:
    mandatory = [step for step in steps_of(criticality, tier) if step.mandatory]
    by_mail = {step.notice for step in mandatory if step.channel is Channel.EMAIL}
    assert by_mail == {
        NoticeCode.SUNSET_ANNOUNCED,
        NoticeCode.LAST_CALL,
        NoticeCode.SWITCHED_OFF,
        NoticeCode.AFTER,
    }


def test_step_keys_are_unique_within_a_series() -> None:
    for criticality in Criticality:
        for tier in Tier:
            keys = [step.key for step in steps_of(criticality, tier)]
            assert len(keys) == len(set(keys))


def test_light_accounts_get_reminders_in_the_product_only() -> None:
    reminders = [step for step in steps_of(Criticality.CORE, Tier.LIGHT) if step.notice is NoticeCode.SUNSET_REMINDER]
    assert {step.channel for step in reminders} == {Channel.IN_APP}
