"""A5, A6: does the ledger in the database do what its table says, set by set, and count nothing twice?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import product

import pytest

from lifecycle.api import (
    AffectedSubject,
    BadInput,
    Refused,
    SunsetPlan,
    account_standings,
    affected,
    affected_days,
    claim_done,
    note_affected_day,
    record_account_signal,
    record_affected_use,
    record_replacement_use,
    record_silence,
    silence_candidates,
)
from lifecycle.models import Account, AuditEvent, Exemption
from lifecycle.rules.affected import LADDER, AffectedStatus, Signal, Standing, SubjectKind, after
from lifecycle.rules.affected_list import Wanted
from lifecycle.rules.affected_use import Counting, SubjectUse
from lifecycle.services.affected_least import least_at
from lifecycle.services.affected_use import Recorded
from tests.cast import NOON, a_plan, acme, corner_shop, dora

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def use(key: str = "u1", *, at: datetime = NOON, count: int = 1, account: str = "acme", **more: object) -> SubjectUse:
    return SubjectUse(account, SubjectKind.USER, key, count, at, at, **more)  # type: ignore[arg-type]  # test's own words


def take(
    plan: SunsetPlan, uses: Iterable[SubjectUse], *, counting: Counting = Counting.NEW, now: datetime = NOON
) -> Recorded:
    return record_affected_use(plan=plan, uses=uses, counting=counting, now=now)


def the_plan() -> SunsetPlan:
    acme(), corner_shop()
    return a_plan(dated=False)


def shown(plan: SunsetPlan, now: datetime = NOON, **wanted: str) -> dict[str, str]:
    return {row.key: row.shown for row in affected.subjects(plan, wanted=Wanted(**wanted), now=now)}  # type: ignore[attr-defined]  # annotated


def test_new_use_adds_up_and_keeps_first_last_modules_and_ways() -> None:
    plan = the_plan()
    assert take(plan, [use(count=3, modules=("reports",), through=("ios/1",))]) == Recorded(subjects=1)
    take(plan, [use(at=NOON + HOUR, count=2, modules=("chat", "reports"), through=("cli/2",), replacement_at=NOON)])
    take(plan, [use(at=NOON - HOUR)])
    row = AffectedSubject.objects.get()
    assert (row.count, row.first_at, row.last_at) == (6, NOON - HOUR, NOON + HOUR)
    assert (row.modules, row.through, row.replacement_at) == (["chat", "reports"], ["cli/2", "ios/1"], NOON)
    assert (row.status, row.status_since_at) == ("pending", NOON)


def test_a_recount_takes_nothing_away_that_is_no_longer_kept_unless_it_counts_all() -> None:
    plan = the_plan()
    take(plan, [use(count=5)])
    take(plan, [use(count=3)], counting=Counting.KEPT)
    assert AffectedSubject.objects.get().count == 5
    take(plan, [use(count=3)], counting=Counting.ALL)
    assert AffectedSubject.objects.get().count == 3


def test_use_by_accounts_that_the_directory_does_not_know_is_counted_as_such() -> None:
    plan = the_plan()
    assert take(plan, [use(account="stranger"), use()]) == Recorded(subjects=1, strangers=1)


def test_what_else_a_known_subject_uses_is_kept_and_names_nobody_new() -> None:
    plan = the_plan()
    take(plan, [use(modules=("reports",))])
    take(plan, [use(count=0, modules=("insights",), replacement_at=NOON + HOUR), use("u2", count=0, modules=("chat",))])
    row = AffectedSubject.objects.get()
    assert (row.modules, row.replacement_at, row.count) == (["insights", "reports"], NOON + HOUR, 1)


def test_the_database_flips_every_status_as_the_rule_does() -> None:
    plan = the_plan()
    at = (NOON, NOON + HOUR, NOON + 2 * HOUR)
    cases = [
        Standing(status, NOON, told, back)
        for status, told, back in product(LADDER, (None, NOON), (None, at[1]))
        if status not in {AffectedStatus.PENDING, AffectedStatus.NOTIFIED}
        or (told is None) is (status is AffectedStatus.PENDING)
    ]
    for signal, when in product(set(Signal) - {Signal.SAID_DONE}, at):
        AffectedSubject.objects.all().delete()
        rows = [_row(plan, place, each) for place, each in enumerate(cases)]
        AffectedSubject.objects.bulk_create(rows)
        _send(plan, signal, when, rows)
        found = {row.key: (row.status, row.told_at) for row in AffectedSubject.objects.all()}
        wanted = [after(each, signal, at=when, now=NOON + 5 * HOUR) for each in cases]
        assert [found[str(place)] for place in range(len(cases))] == [(each.status, each.told_at) for each in wanted]


def _row(plan: SunsetPlan, place: int, each: Standing) -> AffectedSubject:
    return AffectedSubject(
        plan=plan,
        account=acme(),
        kind=SubjectKind.USER,
        key=str(place),
        status=each.status,
        status_since_at=NOON,
        count=1,
        first_at=NOON,
        last_at=NOON,
        told_at=each.told_at,
        reopened_at=each.reopened_at,
    )


def _send(plan: SunsetPlan, signal: Signal, at: datetime, rows: list[AffectedSubject]) -> None:
    now = NOON + 5 * HOUR
    if signal is Signal.USED:
        take(plan, [use(row.key, at=at) for row in rows], now=now)
    elif signal is Signal.SILENT:
        record_silence(plan=plan, silent=silence_candidates(plan=plan, before=NOON + HOUR), now=now)
    else:
        record_account_signal(plan=plan, signal=signal, at_by_account={acme().pk: at}, now=now)


def test_silence_is_void_when_use_comes_while_it_is_judged() -> None:
    plan = the_plan()
    take(plan, [use(), use("u2")])
    judged = list(silence_candidates(plan=plan, before=NOON + HOUR))
    take(plan, [use(at=NOON + HOUR)])
    assert record_silence(plan=plan, silent=judged, now=NOON + 2 * HOUR) == 1
    assert shown(plan) == {"u1": "pending", "u2": "clear"}
    assert record_silence(plan=plan, silent=[], now=NOON) == 0


def test_who_uses_the_replacement_after_being_told_is_moving() -> None:
    plan = the_plan()
    take(plan, [use(replacement_at=NOON - HOUR), use("u2", replacement_at=NOON + 2 * HOUR), use("u3")])
    assert record_replacement_use(plan=plan, now=NOON) == 0
    record_account_signal(plan=plan, signal=Signal.TOLD, at_by_account={acme().pk: NOON}, now=NOON)
    assert record_replacement_use(plan=plan, now=NOON) == 1
    assert shown(plan) == {"u1": "notified", "u2": "moving", "u3": "notified"}


def test_use_and_silence_are_observed_of_subjects_and_not_of_accounts() -> None:
    with pytest.raises(ValueError, match="observed of a subject"):
        record_account_signal(plan=the_plan(), signal=Signal.SILENT, at_by_account={acme().pk: NOON}, now=NOON)


def test_leave_puts_an_account_aside_while_it_runs_and_no_longer() -> None:
    plan = the_plan()
    take(plan, [use(), use("u2", account="corner-shop")])
    _leave(plan, "acme", kind="access")
    _leave(plan, "corner-shop", kind="criterion", criterion="usage_below")
    assert shown(plan) == {"u1": "exempt", "u2": "breakage_accepted"}
    assert shown(plan, status="exempt") == {"u1": "exempt"}
    assert shown(plan, status="pending") == {}
    assert shown(plan, NOON + 3 * HOUR, status="pending") == {"u1": "pending", "u2": "pending"}
    assert affected.tally(plan, now=NOON).left == 0


def _leave(plan: SunsetPlan, account: str, **more: str) -> None:
    owner = {"acme": acme, "corner-shop": corner_shop}[account]()
    Exemption.objects.create(plan=plan, account=owner, reason="asked", starts_at=NOON, ends_at=NOON + HOUR, **more)


def test_an_account_shows_its_least_advanced_subject_and_the_filters_narrow() -> None:
    plan = the_plan()
    take(plan, [use(), use("u2"), use("u3", account="corner-shop")])
    record_silence(plan=plan, silent=silence_candidates(plan=plan, before=NOON + HOUR), now=NOON)
    take(plan, [use("u2", at=NOON + HOUR)])
    found = account_standings(plan, now=NOON, wanted=Wanted(), limit=10)
    assert [(each.account, str(each.status), each.subjects, each.left) for each in found] == [
        ("acme", "pending", 2, 1),
        ("corner-shop", "clear", 1, 0),
    ]
    wanted = Wanted(status="clear")
    assert [each.account for each in account_standings(plan, now=NOON, wanted=wanted, limit=9)] == ["corner-shop"]
    assert shown(plan, account="acme", kind="user", status="clear") == {"u1": "clear"}
    assert shown(plan, kind="token") == shown(plan, status="nonsense") == {}
    assert [row.key for row in affected.reopened(plan, since=NOON)] == ["u2"]


def test_accounts_come_least_advanced_first_up_to_the_limit_and_leave_comes_last() -> None:
    """A4: what the page of accounts says is what its subjects say, account by account."""
    plan = the_plan()
    take(plan, [use(), use("u2"), use("u3", account="corner-shop")])
    both = account_standings(plan, now=NOON, wanted=Wanted(), limit=2)
    assert [(each.account, each.left) for each in both] == [("acme", 2), ("corner-shop", 1)]
    assert account_standings(plan, now=NOON, wanted=Wanted(), limit=1) == both[:1]
    _leave(plan, "acme", kind="access")
    found = account_standings(plan, now=NOON, wanted=Wanted(), limit=9)
    assert [(each.account, str(each.status), each.subjects, each.left) for each in found] == [
        ("corner-shop", "pending", 1, 1),
        ("acme", "exempt", 2, 0),
    ]
    assert [each.account for each in account_standings(plan, now=NOON, wanted=Wanted("exempt"), limit=9)] == ["acme"]
    for nobody in (Wanted(kind="token"), Wanted("nonsense"), Wanted(account="corner-shop", status="exempt")):
        assert account_standings(plan, now=NOON, wanted=nobody, limit=9) == []
    for status in AffectedStatus:  # asked account by account, as where a status has many, or by those who have it
        many, some = (
            list(least_at(status, Account.objects.all(), AffectedSubject.objects.filter(plan=plan), {}, few=few))
            for few in (0, 9)
        )
        assert many == some


def test_a_day_keeps_its_last_count_and_none_is_written_before_there_is_anybody() -> None:
    plan = the_plan()
    assert note_affected_day(plan, now=NOON) is None
    take(plan, [use()])
    note_affected_day(plan, now=NOON)
    take(plan, [use("u2")])
    note_affected_day(plan, now=NOON + HOUR)
    note_affected_day(plan, now=NOON + 24 * HOUR)
    assert [(day.isoformat(), tally.left) for day, tally in affected_days(plan)] == [
        ("2027-03-01", 2),
        ("2027-03-02", 2),
    ]
    assert len(affected_days(plan, since=(NOON + 24 * HOUR).date())) == 1


def test_configured_integrations_that_nobody_uses_are_a_list_of_their_own() -> None:
    plan = the_plan()
    plan.module.integrations = ["Zapier", "old-etl"]
    take(plan, [SubjectUse("acme", SubjectKind.INTEGRATION, "zapier", 1, NOON, NOON)])
    assert affected.dormant_integrations(plan) == ("old-etl",)


def test_what_a_person_says_is_kept_as_a_claim_and_on_record() -> None:
    plan = the_plan()
    take(plan, [use()])
    row = AffectedSubject.objects.get()
    claimed = claim_done(subject_id=row.uuid, note="Bob said so by phone", actor=dora().actor, now=NOON)
    assert (claimed.status, claimed.claimed_by, claimed.claim_note) == ("pending", "Dora", "Bob said so by phone")
    assert AuditEvent.objects.get(action="lifecycle.claim.recorded").account == acme()


def test_a_claim_needs_its_reason_a_right_and_somebody_to_speak_of() -> None:
    plan = the_plan()
    take(plan, [use()])
    row = AffectedSubject.objects.get()
    with pytest.raises(Refused):
        claim_done(subject_id=row.uuid, note=" ", actor=dora().actor, now=NOON)
    with pytest.raises(BadInput):
        claim_done(subject_id=plan.uuid, note="done", actor=dora().actor, now=NOON)
