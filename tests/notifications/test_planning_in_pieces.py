"""Does a plan that is looked at a few accounts at a time look the same as at once? (A12, reliability: flat memory)"""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.api import reconcile
from notifications.models import PlanCalendar, PlanningRound, Touchpoint
from notifications.rules.calendar_cover import cover_of
from notifications.rules.picture import Picture
from notifications.rules.statuses import TouchpointStatus
from notifications.services.picture import picture_of
from notifications.services.pieces import Pieces
from tests.cast import a_plan, acme, corner_shop, know, neighbour
from tests.notifications.scenes import START, announced, days_later, live_until

pytestmark = pytest.mark.django_db


def test_pieces_say_together_what_the_whole_says() -> None:
    """Of accounts that heard of it, that another plan speaks to, whose calendar is assumed, and that have settled."""
    shop, other, key = corner_shop(), neighbour(), acme()
    other.tier, other.country = Tier.LIGHT, "CN"
    other.save()
    plan = announced(key, shop, other)
    know(plan, "usage_below", 0, account=shop, at=START)
    know(plan, "export_settled", True, account=shop, at=START)
    beside = a_plan(module="files", stage=Stage(plan.stage))
    know(beside, "usage_below", 3, account=key, at=START)
    for each in (plan, beside):
        reconcile(plan_id=each.pk, now=START)
    now = live_until(plan, days_later(10))
    whole = picture_of(plan, now=now)
    assert any(each.told for each in whole.accounts)
    assert any(each.taken for each in whole.accounts)
    assert [each.key for each in whole.accounts if each.is_clear] == [shop.key]
    assert cover_of(whole).assumed_accounts
    for at_once in (1, 2, 3, 100):
        pieces = Pieces.of(plan, now=now)
        pictures = list(_pictures(pieces, at_once=at_once))
        assert max(len(each.accounts) for each in pictures) <= at_once
        assert sum((each.accounts for each in pictures), start=()) == whole.accounts
        assert pieces.cover == cover_of(whole)
        assert all(
            (each.dates, each.stage, each.revision) == (whole.dates, whole.stage, whole.revision) for each in pictures
        )


def _pictures(pieces: Pieces, *, at_once: int) -> Iterator[Picture]:
    after = ""
    while keys := pieces.after(after, at_once=at_once):
        after = keys[-1]
        yield pieces.picture(keys)


def test_a_plan_that_concerns_nobody_has_no_piece_and_a_calendar() -> None:
    """Nothing is planned, and that was done to its end."""
    plan = a_plan()
    pieces = Pieces.of(plan, now=START)
    assert not pieces.after("", at_once=10)
    assert pieces.picture([]) == picture_of(plan, now=START)
    assert not reconcile(plan_id=plan.pk, now=START)
    assert not Touchpoint.objects.exists()
    assert PlanCalendar.objects.get(plan=plan).version == pieces.cover.version
    assert PlanningRound.objects.get(plan=plan).is_whole


def test_a_plan_of_several_pieces_plans_for_everybody_and_parts_only_from_who_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A piece that is forgotten would call off what all its accounts are to hear."""
    for country, account in (("CN", corner_shop()), ("CN", acme()), ("", neighbour())):
        account.country = country
        account.save()
    monkeypatch.setattr("notifications.reconcile.AT_ONCE", 1)
    plan = announced(acme(), corner_shop())
    assert set(Touchpoint.objects.values_list("account__key", flat=True)) == {"acme", "corner-shop"}
    in_pieces = PlanCalendar.objects.values_list("version", "assumed_accounts", "gaps").get()
    left = Touchpoint.objects.filter(account=corner_shop()).earliest("pk")
    left.pk, left.uuid, left.account, left.obligation = None, uuid4(), neighbour(), None
    left.save()
    tally = reconcile(plan_id=plan.pk, now=START)
    assert (tally.created, tally.cancelled) == (0, 1)
    assert Touchpoint.objects.get(account=neighbour()).status == TouchpointStatus.CANCELLED
    monkeypatch.setattr("notifications.reconcile.AT_ONCE", 1_000)
    assert not reconcile(plan_id=plan.pk, now=START)
    assert PlanCalendar.objects.values_list("version", "assumed_accounts", "gaps").get() == in_pieces
