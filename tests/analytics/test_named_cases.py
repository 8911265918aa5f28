"""A2, A3, N1-N4: the quarterly user, the year-end user, the holiday gap, the feed that stops, the clock-skewed program
and the bot that floods each get the right verdict, end to end."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from analytics.api import (
    AccountUsage,
    ActivityEvent,
    FloodDecision,
    ModuleUsage,
    decide_flood,
    declare_heartbeat,
    flagged_users,
    import_events,
    look_for_floods,
    push_evidence,
    usage,
)
from analytics.rules.clock_skew import ClockStatus
from analytics.rules.coverage import FeedStatus
from analytics.rules.use_reasons import Why
from analytics.rules.use_verdict import UseVerdict
from lifecycle.api import Refused, gate_verdict
from lifecycle.models import AuditEvent
from lifecycle.rules.stages import Stage
from tests.analytics.feeds import FEED
from tests.cast import a_module, a_plan, acme, corner_shop, dora, paul

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
AS_OF = date(2027, 2, 28)
HISTORY = 800  # days, for two ends of a year
YEAR = 430  # days, for four quarters or last year's shutdown


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def uses(account: str, days: Iterable[date], *, user: str = "u1", times: int = 1) -> list[ActivityEvent]:
    return [
        ActivityEvent(
            at(day) + timedelta(seconds=second),
            account,
            user,
            "reports",
            event_id=f"{account}{user}{day}{second}",
        )
        for day in days
        for second in range(times)
    ]


def every_day(first_back: int, last_back: int = 0) -> list[date]:
    """From so many days before AS_OF to so many, the oldest first."""
    return [AS_OF - timedelta(days=back) for back in range(first_back, last_back - 1, -1)]


def told(events: Sequence[ActivityEvent], name: str = "feed", *, now: datetime = NOW, source: str = "app") -> None:
    import_events(events=events, source=source, name=name, sha256=name.ljust(64, "0"), actor=FEED, now=now)


def figures(as_of: date = AS_OF) -> ModuleUsage:
    return usage(module_key="reports", as_of=as_of, now=NOW)


def acme_in(found: ModuleUsage) -> AccountUsage:
    return next(each for each in found.by_account if each.account == "acme")


def test_the_quarterly_user_is_rare_and_expected_at_the_next_quarters_end() -> None:
    acme(), corner_shop()
    ends = [date(2025, 12, 31), *(date(2026, month, 30) for month in (3, 6, 9)), date(2026, 12, 31)]
    told([*uses("corner-shop", every_day(YEAR)), *uses("acme", ends, user="controller")])
    row = acme_in(figures())
    assert (row.verdict, row.next_expected_date) == (UseVerdict.RARE, date(2026, 12, 31) + timedelta(days=92))
    assert row.why == (
        "silent for 59 days; it usually pauses up to 92 days; last use on 2026-12-31 by controller (source app);"
        " 100 % of the expected events arrived, 431 days of history"
    )


def test_the_year_end_user_is_rare_from_its_second_year_and_unknown_before_never_unused() -> None:
    acme(), corner_shop()
    seasons = [date(2024, 12, 28), date(2024, 12, 30), date(2025, 12, 28), date(2025, 12, 30)]
    told([*uses("corner-shop", every_day(HISTORY)), *uses("acme", seasons)])
    row = acme_in(figures(date(2026, 12, 10)))
    assert (row.verdict, row.reason.key) == (UseVerdict.UNKNOWN, Why.HISTORY_SHORT)
    row = acme_in(figures())
    assert (row.verdict, row.next_expected_date) == (UseVerdict.RARE, date(2025, 12, 30) + timedelta(days=363))
    for back in (60, 200, 400, 500, 650):
        assert acme_in(figures(AS_OF - timedelta(days=back))).verdict is not UseVerdict.UNUSED


def test_a_holiday_gap_is_no_end_of_use_neither_while_it_lasts_nor_after() -> None:
    """Three weeks away leave an account active; a shutdown like last year's is a pause that is known."""
    acme(), corner_shop()
    away = {date(2026, 2, 1) + timedelta(days=step) for step in range(40)}  # last year's shutdown
    worked = [day for day in every_day(YEAR, 35) if day not in away]
    told([*uses("corner-shop", every_day(YEAR)), *uses("acme", worked)])
    during = figures(worked[-1] + timedelta(days=21))
    assert acme_in(during).verdict is UseVerdict.ACTIVE
    row = acme_in(figures())
    assert (row.verdict, row.reason.key) == (UseVerdict.RARE, Why.PAUSE_USUAL)


def test_a_feed_that_stops_makes_its_dependants_unknown_and_closes_the_gate() -> None:
    acme(), corner_shop()
    plan = a_plan(stage=Stage.EXPORT_ONLY)
    told([*uses("acme", every_day(120, 40)), *uses("corner-shop", every_day(120, 30))])
    found = figures()
    assert (found.feeds.status, found.users[28]) == (FeedStatus.MISSING, None)
    assert {each.verdict for each in found.by_account} == {UseVerdict.UNKNOWN}
    assert [day.status for day in found.feeds.sources[0].days[-10:]] == [FeedStatus.MISSING] * 10
    push_evidence(plan_id=plan.pk, now=NOW)
    blocked = {each.criterion for each in gate_verdict(plan=plan, to=Stage.OFF, now=NOW).blockers}
    assert {"activity_alive", "usage_below"} <= blocked


@pytest.mark.requirement("A2")
def test_a_feed_that_lost_half_makes_nobody_unused_until_a_person_declares_the_new_level() -> None:
    acme(), corner_shop()
    plan = a_plan(stage=Stage.EXPORT_ONLY)
    told([*uses("acme", every_day(120, 40), times=24), *uses("corner-shop", every_day(120), times=16)])
    found = figures()
    assert (found.feeds.status, acme_in(found).verdict) == (FeedStatus.THIN, UseVerdict.UNKNOWN)
    assert acme_in(found).why.startswith("a source delivered less than 95 % of what is expected")
    assert "; 40 % of the expected events arrived" in acme_in(found).why
    push_evidence(plan_id=plan.pk, now=NOW)
    blocked = {each.criterion for each in gate_verdict(plan=plan, to=Stage.OFF, now=NOW).blockers}
    assert {"activity_alive", "usage_below"} <= blocked
    declare_heartbeat(source="app", heartbeat=16, actor=paul().actor, now=NOW)
    assert acme_in(figures()).verdict is UseVerdict.UNUSED


@pytest.mark.requirement("A2")
def test_a_least_declared_today_does_not_turn_years_of_a_smaller_feed_into_gaps() -> None:
    """The account left before the feed grew; each later declaration holds from its own day, the same one does not."""
    acme(), corner_shop()
    told([*uses("acme", every_day(560, 201)), *uses("corner-shop", every_day(560), times=16)])
    told(uses("corner-shop", every_day(150), times=4, user="u9"), "grown")
    before = acme_in(figures())
    row = declare_heartbeat(source="app", heartbeat=19, actor=paul().actor, now=NOW)
    assert (before.verdict, acme_in(figures()).verdict) == (UseVerdict.UNUSED, UseVerdict.UNUSED)
    assert row.promised_date == NOW.date()
    later = NOW + timedelta(days=3)
    assert declare_heartbeat(source="app", heartbeat=19, actor=paul().actor, now=later).promised_date == NOW.date()
    assert declare_heartbeat(source="app", heartbeat=18, actor=paul().actor, now=later).promised_date == later.date()
    assert declare_heartbeat(source="app", heartbeat=None, actor=paul().actor, now=later).promised_date is None


def test_a_program_whose_clock_runs_ahead_is_seen_and_makes_nothing_fresh_or_unused() -> None:
    """Its events lie ten hours ahead: shown as skew; use stays use; a feed that stopped is not alive by them."""
    acme()
    plan = a_plan()
    told(uses("acme", every_day(60, 7)), now=at(AS_OF - timedelta(days=6), 1), source="tablet")
    for day in every_day(6, 2):
        ahead = [ActivityEvent(at(day, 19), "acme", "u1", "reports", client="tablet/1")]
        told(ahead, f"tablet {day}", now=at(day), source="tablet")
    (source,) = figures(AS_OF - timedelta(days=2)).feeds.sources
    assert (source.clock.status, source.clock.skew_s) == (ClockStatus.AHEAD, 36_000)
    assert acme_in(figures(AS_OF - timedelta(days=2))).verdict is UseVerdict.ACTIVE
    stopped = at(AS_OF - timedelta(days=1), 10)  # a day and an hour after the last arrival
    push_evidence(plan_id=plan.pk, now=stopped)
    verdict = gate_verdict(plan=plan, to=Stage.OFF, now=stopped)
    assert "activity_alive" in {each.criterion for each in verdict.blockers}


def flooded() -> None:
    """People left a month ago; a program went on, a thousandfold."""
    acme(), corner_shop(), a_module()
    people = [event for user in ("u1", "u2", "u3") for event in uses("acme", every_day(200, 40), user=user)]
    bot = uses("acme", every_day(3), user="bot", times=120)
    told([*uses("corner-shop", every_day(200), times=10), *people, *bot])


def test_a_bot_that_floods_is_no_user_and_its_account_is_unknown_until_a_person_decides() -> None:
    flooded()
    assert acme_in(figures()).verdict is UseVerdict.FADING  # one user after three, by the bot alone
    (flagged,) = look_for_floods(now=NOW)
    assert (flagged.account_key, flagged.user, flagged.peak, flagged.usual) == ("acme", "bot", 120, 1)
    assert look_for_floods(now=NOW) == []
    found = figures()
    row = acme_in(found)
    assert (row.verdict, row.reason.key) == (UseVerdict.UNKNOWN, Why.FLOOD_OPEN)
    assert (row.users_28, row.events_28, row.last_user, row.reason.flagged) == (0, 480, "u1", 1)
    assert (found.users[28], found.accounts[28]) == (1, 1)
    decide_flood(uuid=flagged.uuid, decision=FloodDecision.BOT, note="a loop in a script", actor=paul().actor, now=NOW)
    assert acme_in(figures()).verdict is UseVerdict.UNUSED
    decide_flood(uuid=flagged.uuid, decision=FloodDecision.PERSON, note="a kiosk", actor=paul().actor, now=NOW)
    assert acme_in(figures()).users_28 == 1
    assert look_for_floods(now=NOW) == []  # what a person decided stands
    acts = AuditEvent.objects.filter(action__startswith="analytics.").values_list("action", "actor")
    assert [act for act in acts if "flag" in act[0] or "flood" in act[0]] == [
        ("analytics.user.flagged", "analytics"),
        ("analytics.flood.decided", paul().actor.name),
        ("analytics.flood.decided", paul().actor.name),
    ]


def test_who_may_not_sign_decides_nothing_and_nobody_without_saying_why() -> None:
    flooded()
    (flagged,) = look_for_floods(now=NOW)
    for actor, note in ((dora().actor, "looks fine"), (paul().actor, "  ")):
        with pytest.raises(Refused):
            decide_flood(uuid=flagged.uuid, decision=FloodDecision.PERSON, note=note, actor=actor, now=NOW)
    assert flagged_users(module_key="reports")[0].decision == FloodDecision.OPEN


def test_the_command_lists_and_decides(capsys: pytest.CaptureFixture[str]) -> None:
    flooded()
    paul()
    look_for_floods(now=NOW)
    call_command("usage", "floods")
    told_lines = capsys.readouterr().out
    assert "acme/bot  120 events on 2027-02-25, usual are up to 1; open" in told_lines
    uuid = told_lines.split()[0]
    call_command(
        *("usage", "floods", "--decide", uuid, "--verdict", "bot"), note="a loop", email="paul@sunsetter.example"
    )
    assert "bot by Paul: a loop" in capsys.readouterr().out


def test_the_command_lists_sources_and_takes_a_promise_of_their_least_events(
    capsys: pytest.CaptureFixture[str],
) -> None:
    acme(), paul()
    now = datetime.now(UTC)  # noqa: TID251 - the command reads the real clock
    days = [now.date() - timedelta(days=back) for back in range(60, 0, -1)]
    told(uses("acme", days), now=now)
    call_command("usage", "feeds")
    assert (
        "app: ok, 28 events in 28 d (100 % of expected, learnt from weekdays); clock unknown" in capsys.readouterr().out
    )
    who = {"email": "paul@sunsetter.example"}
    call_command("usage", "feeds", "--declare", "app", "--heartbeat", "40", **who)
    assert "app: thin" in capsys.readouterr().out
    call_command("usage", "feeds", "--declare", "app", "--heartbeat", "0", **who)
    assert "app: ok" in capsys.readouterr().out
    assert AuditEvent.objects.filter(action="analytics.heartbeat.declared", subject="app").count() == 2
    for wrong in (("--declare", "app"), ("--declare", "other", "--heartbeat", "4")):
        with pytest.raises(SystemExit):
            call_command("usage", "feeds", *wrong, **who)
