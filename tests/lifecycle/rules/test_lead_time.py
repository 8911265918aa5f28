"""How much notice does each policy demand, and which rule says so? (A8; lifecycle.md section 2)"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.fixed_days import Freeze
from lifecycle.rules.lead_time import Demands, Earliest, FastPath, Floor, earliest
from lifecycle.rules.month_steps import Span
from lifecycle.rules.policies import EARLY_STAGE_FLOORS, POLICIES, Criticality

SPRING, SUMMER = date(2027, 3, 15), date(2027, 8, 31)
RELEASES = tuple(SPRING + timedelta(days=30 * n) for n in range(1, 30))

TABLE = {
    "own.non_core": (date(2027, 4, 15), date(2027, 9, 30)),
    "own.core": (date(2027, 5, 15), date(2027, 10, 31)),
    "own.business_critical": (date(2027, 6, 15), date(2027, 11, 30)),
    "aws.major": (date(2027, 9, 11), date(2028, 2, 27)),
    "aws.minor": (date(2027, 6, 13), date(2027, 11, 29)),
    "sonar.api": (date(2027, 9, 11), date(2028, 2, 27)),
    "sonar.feature": (date(2027, 6, 13), date(2027, 11, 29)),
    "google": (date(2028, 3, 15), date(2028, 8, 31)),
    "atlassian": (date(2027, 9, 15), date(2028, 2, 29)),
    "glean": (date(2027, 10, 15), date(2028, 4, 15)),
    "kubernetes.ga": (date(2028, 3, 15), date(2028, 8, 31)),
    "kubernetes.beta": (date(2027, 12, 15), date(2028, 5, 31)),
    "kubernetes.behaviour": (date(2028, 3, 15), date(2028, 8, 31)),
    "kubernetes.cli_user": (date(2028, 3, 15), date(2028, 8, 31)),
    "kubernetes.cli_admin": (date(2027, 9, 15), date(2028, 2, 29)),
    "github.api": (date(2029, 3, 15), date(2029, 8, 31)),
    "m365.major": (date(2027, 4, 14), date(2027, 9, 30)),
}
TARGETS = {
    "own.non_core": (date(2027, 4, 30), date(2027, 10, 15)),
    "own.core": (date(2027, 6, 15), date(2027, 11, 30)),
    "own.business_critical": (date(2027, 9, 15), date(2028, 2, 29)),
}


def ask(policy: str, told: date = SPRING, **more: object) -> Earliest:
    demands = Demands(POLICIES[policy], **{"release_dates": RELEASES} | more)  # type: ignore[arg-type]  # by keyword
    return earliest(told_date=told, demands=demands)


def test_the_table_has_every_policy() -> None:
    """A new policy without its two dates here is unproven."""
    assert TABLE.keys() == POLICIES.keys()


@pytest.mark.parametrize("key", TABLE)
@pytest.mark.parametrize(("column", "told"), [(0, SPRING), (1, SUMMER)])
def test_each_policy_gives_the_date_and_the_target_of_the_table(key: str, column: int, told: date) -> None:
    answer = ask(key, told)
    assert answer.date == TABLE[key][column]
    assert answer.binding == key
    assert answer.target_date == (TARGETS[key][column] if key in TARGETS else None)


def test_a_quarterly_policy_names_the_last_second_of_its_window() -> None:
    assert ask("glean").not_before == datetime(2027, 10, 15, 23, 59, 59, tzinfo=UTC)
    assert ask("glean", date(2027, 4, 15)).date == date(2027, 10, 15)  # six months end within that very day
    assert ask("glean", date(2027, 4, 16)).date == date(2028, 1, 15)
    assert ask("google").not_before is None


@pytest.mark.parametrize("key", [key for key, policy in POLICIES.items() if policy.releases])
def test_too_few_known_releases_are_unknown_and_name_the_rule(key: str) -> None:
    for known in range(POLICIES[key].releases):
        answer = ask(key, release_dates=RELEASES[:known])
        assert answer.is_unknown
        assert answer.date is None
        assert answer.binding == f"{key}.releases"
        assert answer.tried[0].earliest_date == TABLE[key][0]


def test_late_releases_bind_instead_of_the_months() -> None:
    late = (SPRING, date(2027, 9, 1), date(2028, 2, 1), date(2028, 6, 1))
    answer = ask("kubernetes.ga", release_dates=late)
    assert (answer.date, answer.binding) == (date(2028, 6, 1), "kubernetes.ga.releases")


@pytest.mark.parametrize(
    ("criticality", "day"),
    [
        (Criticality.NON_CORE, date(2027, 4, 15)),
        (Criticality.CORE, date(2027, 5, 15)),
        (Criticality.BUSINESS_CRITICAL, date(2027, 6, 15)),
    ],
)
def test_criticality_sets_a_floor_under_any_policy(criticality: Criticality, day: date) -> None:
    """A8: thirty days are not enough for what people depend on."""
    answer = ask("m365.major", criticality=criticality)
    assert (answer.date, answer.binding) == (day, f"criticality.{criticality}")
    assert [each.rule for each in answer.tried][:2] == ["m365.major", f"criticality.{criticality}"]


def test_a_major_retirement_is_never_announced_less_than_three_months_ahead() -> None:
    answer = ask("m365.major", is_major=True)
    assert (answer.date, answer.binding) == (date(2027, 6, 15), "major")


WINTER = date(2027, 2, 1)  # before the shortest month
MINIMUMS = {Criticality.NON_CORE: 30, Criticality.CORE: 60, Criticality.BUSINESS_CRITICAL: 90}


@pytest.mark.parametrize(("criticality", "days"), MINIMUMS.items())
def test_a_short_month_does_not_shorten_the_hard_minimum(criticality: Criticality, days: int) -> None:
    """notices section 1: 30, 60 and 90 days; in months alone they were 28, 59 and 89."""
    answer = ask(f"own.{criticality}", WINTER, criticality=criticality)
    assert (answer.date, answer.binding) == (WINTER + timedelta(days=days), f"hard_minimum.{criticality}")


def test_a_major_retirement_is_never_under_ninety_days() -> None:
    answer = ask("m365.major", WINTER, is_major=True)
    assert (answer.date, answer.binding) == (WINTER + timedelta(days=90), "hard_minimum.major")


@given(st.dates(date(2024, 1, 1), date(2036, 1, 1)), st.sampled_from(Criticality), st.booleans())
def test_no_day_of_the_year_gives_less_than_the_hard_minimum(
    told: date, criticality: Criticality, is_major: bool
) -> None:
    answer = ask(f"own.{criticality}", told, criticality=criticality, is_major=is_major)
    assert answer.date is not None
    least = 90 if is_major else MINIMUMS[criticality]
    assert least <= (answer.date - told).days
    assert answer.date >= POLICIES[f"own.{criticality}"].floor.from_(told)


READY = FastPath(is_use_low=True, is_replacement_ready=True)


def test_the_fast_path_goes_down_to_fourteen_days() -> None:
    answer = ask("google", criticality=Criticality.CORE, fast_path=READY)
    assert (answer.date, answer.binding) == (SPRING + timedelta(days=14), "fast_path")


@pytest.mark.parametrize(
    "facts",
    [FastPath(low, ready) for low in (True, False, None) for ready in (True, False, None) if not (low and ready)],
)
def test_the_fast_path_needs_both_facts_as_evidence(facts: FastPath) -> None:
    """Unknown is not yes."""
    answer = ask("own.core", criticality=Criticality.CORE, fast_path=facts)
    assert answer.date == date(2027, 5, 15)
    assert any("both as evidence" in each.note for each in answer.tried)


@pytest.mark.parametrize("more", [{"is_major": True}, {"criticality": Criticality.BUSINESS_CRITICAL}])
def test_the_fast_path_is_closed_to_major_retirements(more: dict[str, object]) -> None:
    answer = ask("own.business_critical", SPRING, fast_path=READY, **more)
    assert answer.date == date(2027, 6, 15)
    assert any("never shortened" in each.note for each in answer.tried)


def test_a_contract_binds_even_on_the_fast_path() -> None:
    answer = ask("own.non_core", fast_path=READY, contract_notice_days=120)
    assert (answer.date, answer.binding) == (date(2027, 7, 13), "contract")


def test_the_latest_of_policy_contract_law_and_tier_wins_and_all_are_shown() -> None:
    law, tier = Floor("law.eu_data_act", Span(days=60)), Floor("tier.key", Span(4))
    answer = ask("own.core", contract_notice_days=30, floors=(law, tier))
    assert (answer.date, answer.binding) == (date(2027, 7, 15), "tier.key")
    assert [each.rule for each in answer.tried] == ["own.core", "contract", "law.eu_data_act", "tier.key"]


def test_a_freeze_moves_the_day_behind_its_end() -> None:
    weeks = (
        Freeze("freeze.release", date(2027, 4, 20), date(2027, 4, 25)),
        Freeze("freeze.easter", SPRING, date(2027, 4, 19)),
    )
    answer = ask("own.non_core", freezes=weeks)
    assert (answer.date, answer.binding) == (date(2027, 4, 26), "freeze.release")
    assert ask("own.non_core", freezes=(Freeze("freeze.xmas", date(2027, 12, 1), date(2028, 1, 9)),)).date == date(
        2027, 4, 15
    )


@pytest.mark.parametrize("stage", EARLY_STAGE_FLOORS)
def test_earlier_stages_have_floors_of_their_own(stage: str) -> None:
    answer = earliest(told_date=SPRING, demands=Demands(POLICIES["google"]), stage=stage)
    assert answer.date == EARLY_STAGE_FLOORS[stage].from_(SPRING)
    assert answer.binding == f"stage.{stage}"
    assert answer.target_date is None


def test_a_floor_beyond_the_calendar_is_an_error_not_a_wrong_date() -> None:
    with pytest.raises(ValueError, match="outside"):
        ask("google", date(9999, 6, 1))


def test_criticality_has_labels_for_people() -> None:
    assert [each.label for each in Criticality] == ["non-core", "core", "business critical"]
