"""Letters to one mailbox leave as one, and each keeps its date (A12, notices cases 18 and 29)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.rules.packing import Item, Packed, Shelf, company_until, pack, slack_until
from notifications.rules.workload import mails_by_day
from tests.notifications.pictures import corner_shop, picture, planned

NINE = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
BOSS = Shelf("boss@x.example", "en", is_mandatory=False)
HOURS = st.integers(0, 600).map(lambda minutes: NINE + timedelta(minutes=minutes))


def item(key: str, minutes: int = 0, *, shelf: Shelf = BOSS, **more: object) -> Item:
    about = frozenset({(1, hash(key) % 1_000_003)})
    at = NINE + timedelta(minutes=minutes)
    given_ = {"about": about, "latest": slack_until(at, "UTC"), **more}
    return Item(key, shelf, leaves_at=at, **given_)  # type: ignore[arg-type]  # fields by name


def keys(found: tuple[Packed, ...]) -> list[tuple[str, ...]]:
    return [each.keys for each in found]


def test_what_one_mailbox_gets_in_a_morning_is_one_letter_that_leaves_with_the_last() -> None:
    assert pack([item("b", 90), item("a", 5)]) == (Packed(("a", "b"), NINE + timedelta(minutes=90)),)


def test_nobody_waits_longer_than_the_window_nor_for_who_is_gone_by_then() -> None:
    assert keys(pack([item("a"), item("b", 121)])) == [("a",), ("b",)]
    assert keys(pack([item("a", latest=NINE), item("b", 1)])) == [("a",), ("b",)]
    assert keys(pack([item("a", latest=NINE - timedelta(hours=1)), item("b")])) == [("a",), ("b",)]


def test_who_waited_already_waits_no_longer_but_for_what_comes_at_once() -> None:
    """Counted from when it was due; put off to another day, from when that day's window opens."""
    pushed, minute = NINE + timedelta(minutes=100), timedelta(minutes=1)
    assert company_until(pushed, NINE, "UTC", at_least=NINE) == NINE + timedelta(minutes=120)
    assert company_until(pushed, NINE - timedelta(days=3), "UTC", at_least=NINE) == NINE + timedelta(minutes=120)
    late = NINE + timedelta(hours=5)
    assert company_until(late, NINE, "UTC", at_least=late + minute) == late + minute
    night = NINE + timedelta(hours=10)
    assert company_until(night, NINE, "UTC", at_least=night) < night  # a floor waits for nobody


def test_other_mailboxes_languages_and_classes_never_meet() -> None:
    others = [Shelf("it@x.example", "en", False), Shelf("boss@x.example", "ru", False), Shelf(BOSS.mailbox, "en", True)]
    assert len(pack([item("a"), *(item(str(n), shelf=each) for n, each in enumerate(others))])) == 4


def test_two_letters_about_one_account_in_one_plan_never_meet() -> None:
    same = frozenset({(7, 7)})
    assert keys(pack([item("a", about=same), item("b", about=same)])) == [("a",), ("b",)]


def test_a_letter_that_carries_others_goes_on_carrying_and_two_such_stay_two() -> None:
    assert keys(pack([item("a"), item("z", 5, carries=True)])) == [("z", "a")]
    assert keys(pack([item("y", carries=True), item("z", carries=True)])) == [("y",), ("z",)]


def test_a_letter_has_no_more_sections_than_can_be_read() -> None:
    assert [len(each.keys) for each in pack([item(f"{n:03}") for n in range(100)])] == [40, 40, 20]


@st.composite
def some_items(draw: st.DrawFn) -> list[Item]:
    """Of few mailboxes, so that they meet; some without any slack."""
    found = []
    for n in range(draw(st.integers(0, 12))):
        at = draw(HOURS)
        shelf = Shelf(draw(st.sampled_from("ab")), draw(st.sampled_from(["en", "ru"])), draw(st.booleans()))
        latest = at + timedelta(minutes=draw(st.integers(-30, 200)))
        about = frozenset({(draw(st.integers(1, 3)), draw(st.integers(1, 3)))})
        found.append(Item(f"{n:02}", shelf, about, at, latest, carries=draw(st.booleans())))
    return found


@settings(max_examples=25)
@given(some_items())
def test_none_is_lost_or_doubled_or_late_or_early_or_mixed(items: list[Item]) -> None:
    found, by_key = pack(items), {each.key: each for each in items}
    assert sorted(key for each in found for key in each.keys) == sorted(by_key)
    for letter in found:
        inside = [by_key[key] for key in letter.keys]
        assert len({each.shelf for each in inside}) == 1
        assert all(each.leaves_at <= letter.leaves_at for each in inside)
        assert len(inside) == 1 or all(letter.leaves_at <= each.latest for each in inside)
        assert len(frozenset().union(*(each.about for each in inside))) == sum(len(each.about) for each in inside)
        assert sum(each.carries for each in inside) <= 1
    assert pack(reversed(items)) == found or sorted(keys(pack(reversed(items)))) == sorted(keys(found))


def test_one_contact_of_forty_accounts_counts_as_one_mail_a_day() -> None:
    """A12: the simulation counts letters as they will leave."""
    found = planned(picture(*(replace(corner_shop(), key=f"shop-{n}") for n in range(40))))
    boss = {f"shop-{n}": ("boss@gmail.com",) for n in range(40)}
    apart = mails_by_day(found, boss, is_packed=False)
    assert {(each.mails, each.gmail, each.notices) for each in apart} == {(40, 40, 40)}
    assert {(each.mails, each.gmail, each.notices) for each in mails_by_day(found, boss)} == {(1, 1, 40)}
