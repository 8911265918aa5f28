"""One letter's mark and the next one's attempt are one commit, and neither suffers by the other (P1, notices 4)."""

import itertools
from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError
from pytest_django import Settings

from config.services.mail_sink import MailSink
from notifications.api import deliver_due
from notifications.models import Attempt, Delivery, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.attempts import Opening, open_attempts
from notifications.services.claim import Claim, claim_ready
from notifications.services.due_letters import read_letters
from notifications.services.figures import FiguresBook
from notifications.services.ledger import mark_accepted
from notifications.services.letter_texts import SharedLetters
from notifications.services.plan_book import PlanBook
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.render import Rendered
from notifications.services.send import deliver_claimed
from notifications.services.unmarked import Unmarked
from tests.chaos.crash import boundaries
from tests.chaos.noon import NOW
from tests.chaos.scenes import notices

LEASE = timedelta(seconds=30)
TEXT, TOLD = Rendered("Subject", "text", "<p>text</p>"), {"off": "2027-05-17"}
AWKWARD = 'a "quoted" \\ {name}, NULL'


def claimed(count: int) -> tuple[Claim, ...]:
    notices(count, told_inside=0)
    release_due(now=NOW)
    return tuple(sorted(claim_ready(now=NOW, count=count, lease_for=LEASE), key=lambda each: each.delivery_id))


def opened(claim: Claim, *, marked: dict[int, str] | None = None, text: Rendered = TEXT) -> set[int]:
    opening = Opening(claim.delivery_id, text, TOLD)
    return open_attempts([opening], claim.token, lease_for=LEASE, now=NOW, marked=marked or {})


def known(claim: Claim) -> tuple[str, str, list[tuple[int, str]]]:
    row = Delivery.objects.get(pk=claim.delivery_id)
    return row.status, row.provider_ref, list(Attempt.objects.filter(delivery=row).values_list("n", "outcome"))


@pytest.mark.slow("a copy of the program sends, to count its commits")
def test_one_by_one_each_letter_costs_one_commit_between_two_texts(
    live_db: SimpleNamespace, smtp_sink: MailSink, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    notices(4, told_inside=0)
    wanted = {"before text", "before statement WITH", "after answer"}
    names = [name for name in boundaries(lambda: deliver_due(now=NOW)) if name in wanted]
    texts = [number for number, name in enumerate(names) if name == "before text"]
    assert [names[number - 1] for number in texts] == ["after answer"] * 4  # on record before its text
    gaps = [other - one - 1 for one, other in itertools.pairwise(texts)]
    assert min(gaps) == 2, gaps  # one statement; one more where what was read is too old, and read again
    assert max(gaps) <= 4, gaps
    assert set(Attempt.objects.values_list("n", "outcome")) == {(1, "ok")}
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.ACCEPTED}


@pytest.mark.django_db
def test_the_mark_of_one_and_the_attempt_of_the_next_are_noted_together() -> None:
    one, other = claimed(2)
    assert opened(one) == {one.delivery_id}
    assert opened(other, marked={one.delivery_id: AWKWARD}) == {other.delivery_id}
    assert known(one) == ("accepted", AWKWARD, [(1, "ok")])
    assert known(other) == ("sending", "", [(1, "open")])
    first, second = (Delivery.objects.get(pk=each.delivery_id) for each in (one, other))
    assert (first.lease_until, first.lease_token, first.accepted_at) == (None, None, NOW)
    assert (Rendered(first.subject, first.body_text, first.body_html), first.body_sha) == (TEXT, TEXT.sha)
    assert (second.body_text, second.accepted_at, second.lease_token) == (TEXT.text, None, other.token)
    assert (first.touchpoint.status, first.touchpoint.served_at) == (TouchpointStatus.SERVED, NOW)
    assert (second.touchpoint.status, second.touchpoint.told_dates) == (TouchpointStatus.RELEASED, TOLD)


@pytest.mark.django_db
def test_two_letters_of_one_contact_leave_it_both_served_and_told() -> None:
    """Somebody's no meanwhile took back that it was told."""
    one, other = claimed(2)
    touchpoint = Delivery.objects.get(pk=one.delivery_id).touchpoint
    Delivery.objects.filter(pk=other.delivery_id).update(touchpoint=touchpoint)
    opened(one)
    Touchpoint.objects.filter(pk=touchpoint.pk).update(told_at=None, told_dates=None)
    assert opened(other, marked={one.delivery_id: ""}) == {other.delivery_id}
    touchpoint.refresh_from_db()
    assert (touchpoint.status, touchpoint.served_at) == (TouchpointStatus.SERVED, NOW)
    assert (touchpoint.told_at, touchpoint.told_dates) == (NOW, TOLD)


@pytest.mark.django_db
def test_what_is_not_ours_any_more_is_neither_marked_nor_opened() -> None:
    one, other = claimed(2)
    opened(one)
    taken_over = Claim(other.delivery_id, one.token, 0.0)
    Delivery.objects.filter(pk=one.delivery_id).update(lease_token=Delivery.objects.get(pk=one.delivery_id).uuid)
    Touchpoint.objects.filter(deliveries=other.delivery_id).update(status=TouchpointStatus.SUPERSEDED)
    assert opened(taken_over, marked={one.delivery_id: ""}) == set()
    assert known(one) == ("sending", "", [(1, "open")])
    assert known(other) == ("claimed", "", [])
    assert mark_accepted({one.delivery_id: ""}, one.token, now=NOW) == set()


def test_a_letter_that_cannot_be_put_on_record_takes_nobodys_mark_with_it(live_db: SimpleNamespace) -> None:
    one, other = claimed(2)
    opened(one)
    with pytest.raises(DatabaseError, match="NUL"):
        opened(other, marked={one.delivery_id: ""}, text=Rendered("Subject", "te\x00xt", "<p>text</p>"))
    assert known(one) == ("accepted", "", [(1, "ok")])
    assert known(other) == ("claimed", "", [])


def test_nothing_long_is_begun_while_a_mark_waits(live_db: SimpleNamespace) -> None:
    """Neither reading figures nor making a text: a worker that dies over it leaves no letter more in doubt."""
    one, other = claimed(2)
    opened(one)
    waits = Unmarked(NOW, one.token, {one.delivery_id: ""})
    letters = SharedLetters(PlanBook(FiguresBook(NOW)), NOW, before_reading=waits.mark)
    (letter,) = read_letters([other.delivery_id], other.token, now=NOW)
    letters.of(letter)
    assert (waits.refs, known(one)[0], known(other)[0]) == ({}, "accepted", "claimed")
    waits.refs = {one.delivery_id: ""}
    letters.of(letter)
    assert waits.refs  # its text is made, its figures are read


def test_a_worker_told_to_end_marks_what_was_taken_over(live_db: SimpleNamespace, mail: MailSink) -> None:
    claims = claimed(3)
    this = Round(now=NOW, book=PlanBook(FiguresBook(NOW)), lease_for=LEASE)

    class Ending(SharedLetters):
        def is_past(self, day: object, zone: str) -> bool:
            if mail.messages:
                raise SoftTimeLimitExceeded
            return False

    this.letters = Ending(this.book, NOW)
    with pytest.raises(SoftTimeLimitExceeded):
        deliver_claimed(claims, this)
    assert len(mail.messages) == 1
    statuses = sorted(Delivery.objects.values_list("status", flat=True))
    assert statuses == ["accepted", "claimed", "ready"]
