"""Who calls a person when nobody clicks: is each fault found, told once, and gone when it is mended (notices §10)?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import beat, beat_busy
from lifecycle.models import Heartbeat
from notifications.api import safeguards
from notifications.crypto.sealed import seal
from notifications.models import (
    Alarm,
    Attempt,
    Audience,
    ChatTarget,
    Delivery,
    EventCopy,
    NoticeApproval,
    Obligation,
    PlanCalendar,
    Quarantine,
    SendRun,
    Touchpoint,
)
from notifications.rules.runs import HaltReason
from notifications.services.alarm_mail import tell_operators
from notifications.services.alarm_words import alarm_sentence
from tests.cast import corner_shop, olga
from tests.notifications.channels.receiver import receiving
from tests.notifications.scenes import START, announced

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def _letter(**fields: object) -> Delivery:
    touchpoint = Touchpoint.objects.filter(channel="email").earliest("due_at")
    given = {"account": touchpoint.account, "channel": "email", "address": "a@b.example", "address_norm": "a@b.example"}
    number = Delivery.objects.count()
    given |= {"locale": "en", "message_id": f"<{number}@y>", "round": number, "not_before": START, "created_at": START}
    return Delivery.objects.create(touchpoint=touchpoint, **{**given, **fields})


def _overdue() -> None:
    """notices case 37"""
    _letter(not_before=START - 6 * MINUTE)


def _uncertain() -> None:
    letter = _letter(status="uncertain", body_sha="x")
    at = START - timedelta(hours=25)
    Attempt.objects.create(delivery=letter, n=1, body_sha="x", started_at=at, ended_at=at, outcome="ambiguous")


def _floor() -> None:
    Obligation.objects.update(status="breached", breached_at=START)


def _calendar() -> None:
    gap = {"version": "x", "assumed_accounts": 0, "gaps": ["CN after 2026-12-31"], "counted_at": START}
    PlanCalendar.objects.update_or_create(plan=Touchpoint.objects.earliest("id").plan, defaults=gap)


def _no_tick() -> None:
    beat(name="tick", now=START - 2 * MINUTE)


def _deaf() -> None:
    beat(name="tick", now=START)
    beat(name="worker", now=START - 2 * MINUTE)


def _deaf_to_what_takes_long() -> None:
    """Whoever hears letters lives; who would plan was killed."""
    beat(name="tick", now=START)
    beat(name="worker", now=START)
    beat(name="worker bulk", now=START - 2 * MINUTE)
    beat(name="worker export", now=START - 18 * MINUTE)
    beat_busy(queue="export", now=START - MINUTE)  # one export takes longer than that


def _silence() -> None:
    """notices case 5: the scheduler was dead for three hours; what was due left late, and somebody is told."""
    for hours in (3, 0):
        beat(name="tick", now=START - timedelta(hours=hours))


def _quarantine() -> None:
    Quarantine.objects.create(reason="older", ledger_at=START, doubtful_until=START, opened_at=START)


def _halted() -> None:
    _a_run(_letter(), status="halted", halted_at=START, halted_by="Olga", halt_reason="configuration")


def _no_events() -> None:
    """The provider has taken twenty messages over, hours ago, and says nothing."""
    for _ in range(20):
        _letter(status="accepted", accepted_at=START - timedelta(hours=2), body_sha="x")


FAULTS: dict[str, Callable[[], None]] = {
    "overdue": _overdue,
    "uncertain": _uncertain,
    "floor": _floor,
    "calendar": _calendar,
    "reconciler": _no_tick,
    "workers": _deaf,
    "silence": _silence,
    "quarantine": _quarantine,
    "halted": _halted,
    "no_events": _no_events,
}


def test_each_fault_is_an_alarm_with_a_remedy_and_none_before(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    announced(corner_shop())
    PlanCalendar.objects.update(gaps=[])
    assert safeguards.open_alarms(now=START) == ()
    for name, break_it in FAULTS.items():
        Heartbeat.objects.all().delete()
        break_it()
        found = {each.check: each for each in safeguards.open_alarms(now=START)}
        assert name in found
        assert found[name].remedy
        assert "unknown" not in found[name].sentence


def test_an_alarm_is_told_once_by_mail_and_room_and_ends_when_it_is_mended(mail: MailSink, settings: Settings) -> None:
    settings.OPERATOR_EMAIL = ("olga@sunsetter.example",)
    ChatTarget.objects.create(name="ops", sealed=seal("json://x.example/"), created_by="Olga", created_at=START)
    beat(name="tick", now=START)
    assert safeguards.watch_alarms(now=START) == 0
    late = START + 2 * MINUTE
    client = Client()
    client.force_login(olga())
    for _ in range(3):
        safeguards.watch_alarms(now=late)
    assert [each.recipients for each in mail.messages] == [("olga@sunsetter.example",)]
    assert "has not ticked since" in str(mail.messages[0].message.get_body())
    assert mail.messages[0].message["Subject"] == "Sunsetter: alarms: 1"  # of whom is nobody's who sees a list of mail
    assert EventCopy.objects.filter(type="alarm").count() == 1
    Heartbeat.objects.update(at=START - timedelta(days=400))  # pages ask the real clock
    for page in ("/console/health/", "/console/"):
        assert "has not ticked since" in client.get(page).content.decode()
    beat(name="tick", now=late)
    safeguards.watch_alarms(now=late)
    assert Alarm.objects.get(check_name="reconciler").ended_at == late
    assert Alarm.objects.get(ended_at=None).check_name == "silence"
    for tick in (late + 2 * MINUTE, late + 4 * MINUTE):
        beat(name="tick", now=tick)
        safeguards.watch_alarms(now=tick)
    assert Alarm.objects.get(ended_at=None, check_name="silence").facts["until"] == tick.isoformat()
    Heartbeat.objects.update(silent_since=tick, silent_until=tick + MINUTE)
    assert "silence" not in {each.check for each in safeguards.open_alarms(now=tick)}  # it is not over yet
    Heartbeat.objects.update(name="worker")
    assert "silence" in {each.check for each in safeguards.open_alarms(now=tick + MINUTE)}


def test_each_of_several_operators_is_told_once_also_when_one_is_put_off(mail: MailSink, settings: Settings) -> None:
    settings.OPERATOR_EMAIL = ("olga@sunsetter.example", "otto@sunsetter.example")
    beat(name="tick", now=START)
    late = START + 2 * MINUTE
    mail.choose = lambda address: Answer.LATER if address.startswith("otto") else Answer.KEEP
    safeguards.watch_alarms(now=late)
    mail.choose = None
    tell_operators(now=late + 6 * MINUTE, within_s=-1)  # no time is left: the next round goes on
    assert [each.recipients for each in mail.messages] == [("olga@sunsetter.example",)]
    for minutes in (7, 13, 19):
        safeguards.watch_alarms(now=late + minutes * MINUTE)
    told = [("olga@sunsetter.example",), ("otto@sunsetter.example",)]
    assert [each.recipients for each in mail.messages] == told
    assert Alarm.objects.get().told_at == late + 7 * MINUTE


def _approval(letter: Delivery) -> NoticeApproval:
    plan, notice = letter.touchpoint.plan, letter.touchpoint.notice
    audience = Audience.objects.create(plan=plan, sha256="x", accounts=1, frozen_at=START)
    told = {"plan_sha": "x", "content_sha": "x", "audience_sha": "x", "requested_by": "Paul", "requested_at": START}
    return NoticeApproval.objects.create(notice=notice, audience=audience, requested_identity="paul", **told)


def _a_run(letter: Delivery, **fields: object) -> SendRun:
    given = {"moment": "off-75d", "date_revision": 1, "opened_at": START, "judged_from": START, **fields}
    return SendRun.objects.create(notice=letter.touchpoint.notice, number=1, approval=_approval(letter), **given)


def test_first_letters_that_are_all_put_off_call_a_person() -> None:
    announced(corner_shop())
    letter = _letter()
    run = _a_run(letter, status="canary")
    Touchpoint.objects.filter(pk=letter.touchpoint_id).update(run=run, is_canary=True)
    Attempt.objects.create(delivery=letter, n=1, body_sha="x", started_at=START, ended_at=START, outcome="temporary")
    later = START + timedelta(hours=2)
    assert "canary" in {each.check for each in safeguards.open_alarms(now=later)}
    Delivery.objects.filter(pk=letter.pk).update(status="accepted", accepted_at=later, body_sha="x")
    assert "canary" not in {each.check for each in safeguards.open_alarms(now=later)}


def test_a_watcher_outside_hears_of_us_each_minute_and_its_faults_stop_nothing(settings: Settings) -> None:
    with receiving() as watcher:
        settings.WATCHER_URL = watcher.url
        safeguards.watch_alarms(now=START)
    assert [each.body for each in watcher.came] == [b""]
    assert safeguards.watch_alarms(now=START) == 0  # it is gone by now


def test_why_a_mailing_stopped_is_said_in_words() -> None:
    assert set(safeguards.HALT_WORDS) == set(HaltReason)
    said = alarm_sentence("halted", "wiki-sunset last_call 1", {"reason": "hard_bounces"})
    assert said == "wiki-sunset last_call 1: the mailing stopped (too many letters came back)."


def test_which_holidays_are_missing_is_said_in_the_readers_language() -> None:
    facts = {"gaps": "CN after 2026-12-31, DE after 2027-12-31"}
    with translation.override("ru"):
        said = alarm_sentence("calendar", "wiki-sunset", facts)
    dates = said.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert dates == "wiki-sunset: нет таблицы праздничных дней (CN после 31 дек. 2026 г., DE после 31 дек. 2027 г.)."


def test_a_dead_worker_of_one_queue_is_an_alarm_of_its_own_and_a_busy_one_is_none() -> None:
    _deaf_to_what_takes_long()
    found = [each for each in safeguards.open_alarms(now=START) if each.check == "workers"]
    assert [each.subject for each in found] == ["bulk"]
    assert "“bulk”" in found[0].sentence
    assert [each.subject for each in safeguards.open_alarms(now=START - MINUTE)] == []
    beat(name="worker bulk", now=START)
    assert [each.check for each in safeguards.open_alarms(now=START)] == ["silence"]


def test_a_worker_that_was_busy_for_long_was_not_silent_and_one_that_died_over_it_was() -> None:
    for name in ("tick", "worker export"):
        beat(name=name, now=START - 50 * MINUTE)
    Heartbeat.objects.filter(name="tick").update(at=START)
    beat_busy(queue="export", now=START - MINUTE)
    beat(name="worker export", now=START)
    assert safeguards.open_alarms(now=START) == ()
    Heartbeat.objects.filter(name__startswith="worker").update(at=START - 50 * MINUTE)
    beat_busy(queue="export", now=START - 2 * MINUTE)
    (alarm,) = safeguards.open_alarms(now=START)
    assert (alarm.check, alarm.subject) == ("workers", "export")
    beat(name="worker export", now=START)
    died = Heartbeat.objects.get(name="worker export")
    assert (died.silent_since, died.silent_until) == (START - 2 * MINUTE, START)


def test_after_a_night_without_anything_no_queue_is_called_deaf_that_could_not_hear_a_ring_yet() -> None:
    """notices §10: the silence of whoever rings is no silence of those who are rung for."""
    signs = ("tick", "worker", "worker notice", "worker bulk", "worker export")
    for name in signs:
        beat(name=name, now=START - timedelta(hours=9))
    for name in signs[:3]:  # all was started a second ago; these two heard already
        beat(name=name, now=START)
    assert [each.check for each in safeguards.open_alarms(now=START)] == ["silence"]
    for minutes, dead in ((1, []), (2, ["bulk", "export"])):
        Heartbeat.objects.filter(name__in=signs[:3]).update(at=START + minutes * MINUTE)
        found = [each for each in safeguards.open_alarms(now=START + minutes * MINUTE) if each.check == "workers"]
        assert [each.subject for each in found] == dead
