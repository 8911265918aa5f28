"""Who asks for patience gets it, who is calm again its speed, and nothing leaves a test environment (A13, S14).

notices cases 7, 10 and 12; notices case 39
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules import standins
from notifications.rules.environment_guard import may_call, may_leave
from notifications.rules.pacing import EVERYBODY, FAST_ENOUGH, Lane, is_shut, pause_after, rate_at, tokens_at

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)


def slowed(domain: str = "x.example", *, times: int = 1) -> Lane:
    lane = Lane(domain)
    for _ in range(times):
        faults, until = pause_after(lane, now=NOW)
        lane = replace(lane, faults=faults, fault_at=NOW, slow_until=until, tokens=1.0, refilled_at=until)
    return lane


def test_a_lane_without_faults_or_rate_is_not_slowed() -> None:
    assert rate_at(Lane("x.example"), now=NOW) is None
    assert tokens_at(Lane("x.example"), now=NOW) == float("inf")


def test_each_fault_in_a_row_doubles_the_pause_up_to_an_hour() -> None:
    pauses = [slowed(times=n).slow_until for n in range(1, 9)]
    minutes = [round((until - NOW) / timedelta(minutes=1)) for until in pauses if until]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]
    assert is_shut(slowed(), now=NOW + timedelta(seconds=59))
    assert not is_shut(slowed(), now=NOW + timedelta(seconds=60))


def test_a_provider_that_is_away_is_asked_again_sooner_and_at_least_every_ten_minutes() -> None:
    pauses = [slowed(EVERYBODY, times=n).slow_until for n in (1, 2, 30)]
    assert [until - NOW for until in pauses if until] == [
        timedelta(seconds=15),
        timedelta(seconds=30),
        timedelta(minutes=10),
    ]


def test_after_the_pause_a_domain_starts_slowly_and_is_forgiven_in_time() -> None:
    lane = slowed(times=3)
    assert lane.slow_until
    rates = [rate_at(lane, now=lane.slow_until + timedelta(minutes=n)) for n in (0, 15, 30, 120)]
    assert rates == [15.0, 30.0, 60.0, None]
    assert tokens_at(lane, now=lane.slow_until) == 1.0
    assert pause_after(lane, now=NOW + timedelta(hours=3))[0] == 1


@given(st.integers(1, 40), st.integers(0, 10_000), st.none() | st.floats(0.5, FAST_ENOUGH))
def test_tokens_never_exceed_ten_seconds_worth(faults: int, seconds: int, own: float | None) -> None:
    lane = replace(slowed(times=1), faults=faults, per_minute=own)
    assert lane.slow_until
    now = lane.slow_until + timedelta(seconds=seconds)
    rate = rate_at(lane, now=now)
    assert tokens_at(lane, now=now) <= (float("inf") if rate is None else max(1.0, rate / 6) + 1e-9)


@pytest.mark.parametrize(
    ("environment", "host", "allowed", "leaves"),
    [
        ("production", "smtp.example.com", (), True),
        ("staging", "smtp.example.com", (), False),
        ("staging", "smtp.example.com", ("X.Example",), True),
        ("staging", "smtp.example.com", ("y.example",), False),
        ("demo", "127.0.0.1", (), True),
        ("test", "localhost", (), True),
        ("demo", "::1", (), True),
        ("demo", "10.0.0.1", (), False),
    ],
)
def test_outside_production_only_listed_domains_are_written_to(
    environment: str, host: str, allowed: tuple[str, ...], *, leaves: bool
) -> None:
    """notices case 39"""
    found = may_leave("a@x.example", environment=environment, mail_host=host, allowed_domains=allowed)
    assert found is leaves


def test_a_name_that_reads_like_a_stand_in_stays_as_it_is() -> None:
    text = f"{standins.ACCOUNT} and {standins.CONTACT}"
    values = {standins.ACCOUNT: standins.CONTACT, standins.CONTACT: "Zoe"}
    assert "".join(standins.filled(standins.pieces(text), values)) == f"{standins.CONTACT} and Zoe"


@pytest.mark.parametrize(
    ("host", "environment", "is_called"),
    [
        ("hooks.acme.example", "production", True),
        ("hooks.acme.example", "staging", False),
        ("127.0.0.1", "staging", True),
        ("localhost", "demo", True),
        ("", "demo", False),
        ("Hooks.Ours.example", "staging", True),
        ("notours.example", "staging", False),
    ],
)
def test_what_is_called_outside_production(host: str, environment: str, is_called: bool) -> None:
    assert may_call(host, environment=environment, allowed_domains=["ours.example"]) is is_called
