"""One mailbox gets one letter for several retirements and accounts, and each notice its own proof (A12)."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connections, transaction

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import Account, Contact, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due, record_event, settle_uncertain, touchpoint_rows, uncertain_deliveries
from notifications.models import Attempt, Delivery, DeliveryEvent, Notice, Obligation, Touchpoint
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Changes, Existing
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.claim import claim_ready
from notifications.services.due_letters import Letter
from notifications.services.figures import FiguresBook
from notifications.services.letter_texts import Filled, SharedLetters
from notifications.services.packed import close_letter
from notifications.services.packing import pack_letters
from notifications.services.plan_book import PlanBook
from notifications.services.proof_facts import facts_of
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.send import deliver_claimed
from notifications.services.touchpoints import apply_changes
from tests.cast import NOON, a_plan, corner_shop, neighbour, olga

LEASE = timedelta(seconds=30)


def due(*accounts: Account, modules: tuple[str, ...] = ("reports",), **settings: object) -> datetime:
    """The announcements of some plans to some accounts, ten minutes apart, and nothing else; when the last is due."""
    at = NOON
    for name in modules:
        plan = a_plan(module=name, stage=Stage.ANNOUNCED)
        SunsetPlan.objects.filter(pk=plan.pk).update(settings={**plan.settings, **settings})
        notice = Notice.objects.create(plan=plan, code="sunset_announced", content_sha="words", created_at=NOON)
        for n, account in enumerate(accounts):
            about = {"notice": notice, "account": account, "date_revision": 1}
            Touchpoint.objects.create(
                **about,
                plan=plan,
                obligation=Obligation.objects.create(**about, due_date=NOON.date()),
                channel="email",
                step="off-75d.email",
                anchor="off",
                day=NOON.date(),
                due_at=(at := NOON + n * timedelta(minutes=10)),
                created_at=NOON,
            )
    return at


def words_of(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def statuses() -> list[str]:
    """As they were made, of one insertion by contact and address: nobody promised how it numbers its rows."""
    rows = Delivery.objects.order_by("created_at", "touchpoint_id", "address_norm", "id")
    return [str(each.status) for each in rows]


@pytest.mark.django_db
def test_two_retirements_are_one_letter_and_what_comes_back_is_told_of_each(mail: MailSink) -> None:
    """notices case 18: two retirements, one mail; its bounce reopens both and each asks for another contact."""
    release_due(now=(now := due(corner_shop(), modules=("reports", "charts"))))
    Delivery.objects.update(status="held", hold_reason="paused", carrier=None, carries=False)  # as after first letters
    deliver_due(now=now)
    (sent,) = (each.message for each in mail.messages)
    text = words_of(sent)
    assert "1. Reports ends on" in text
    assert "2. Charts ends on" in text
    assert len(sent["References"].split()) == 2
    assert statuses() == [DeliveryStatus.ACCEPTED] * 2
    assert [each.outcome for each in Attempt.objects.all()] == ["ok", "ok"]
    assert set(Touchpoint.objects.values_list("status", flat=True)) == {"served"}
    bounced = {"provider": "x", "message_id": sent["Message-ID"], "occurred_at": now, "now": now}
    assert record_event(**bounced, event=DeliveryStatus.HARD_BOUNCED)
    assert not record_event(**bounced, event=DeliveryStatus.HARD_BOUNCED)
    assert statuses() == [DeliveryStatus.HARD_BOUNCED] * 2
    assert set(DeliveryEvent.objects.values_list("delivery", flat=True)) == {each.pk for each in Delivery.objects.all()}
    assert all(each.tasks.filter(kind="find_contact").exists() for each in Touchpoint.objects.all())


@pytest.mark.django_db
def test_one_contact_of_two_accounts_gets_one_letter_and_each_account_keeps_its_own_words(mail: MailSink) -> None:
    """B1: what is kept of an account names no other; who is at one account only hears of that one."""
    for account in (corner_shop(), neighbour()):
        account.contacts.update(is_active=False)
        Contact.objects.create(account=account, email="Boss@x.example", email_norm="boss@x.example", role="admin")
    now = due(corner_shop(), neighbour())
    early = Touchpoint.objects.earliest("due_at").due_at
    assert early < now
    deliver_due(now=early)
    assert not mail.messages  # it waits for what comes the same morning
    deliver_due(now=now)
    (sent,) = (each.message for each in mail.messages)
    first, second = Delivery.objects.order_by("id")
    assert all(name in words_of(sent, "html") for name in ("Corner Shop", neighbour().name))
    assert second.carrier == first
    assert [row.deliveries[0].within for row in touchpoint_rows(first.touchpoint.plan)] == [None, first.pk]
    (told,) = (each.facts for each in facts_of(neighbour()) if each.kind == "message")
    assert told["within"] == first.message_id == sent["Message-ID"]
    for each, other in ((first, second), (second, first)):
        assert each.account.name in each.body_text
        assert other.account.name not in each.body_text + each.body_html


@pytest.mark.django_db
def test_a_tag_behind_a_plus_is_another_reader_and_gets_a_letter_of_its_own(mail: MailSink) -> None:
    """One firm's mailbox may send each tag to somebody else: what is for both went to the first alone."""
    for account in (corner_shop(), neighbour()):
        account.contacts.update(is_active=False)
        email = f"ops+{account.key}@x.example"
        Contact.objects.create(account=account, email=email, email_norm=email, role="admin")
    deliver_due(now=due(corner_shop(), neighbour()))
    assert {str(each.message["To"]) for each in mail.messages} == {each.address for each in Delivery.objects.all()}
    assert statuses() == ["accepted", "accepted"]


@pytest.mark.django_db
def test_what_waited_for_company_once_does_not_wait_for_the_next_as_long_again(mail: MailSink) -> None:
    names = {"reports": 0, "charts": 90, "forms": 150}
    due(corner_shop(), modules=tuple(names))
    for name, minutes in names.items():
        at = NOON + timedelta(minutes=minutes)
        Touchpoint.objects.filter(plan__module__key=name).update(due_at=at)
    release_due(now=NOON)
    deliver_due(now=NOON + timedelta(minutes=90))
    assert [each.carries for each in Delivery.objects.order_by("id")] == [True, False]
    assert statuses() == ["accepted", "accepted"]


@pytest.mark.django_db
def test_what_its_plan_wants_alone_or_was_packed_into_a_letter_that_is_gone_leaves_by_itself(mail: MailSink) -> None:
    now = due(corner_shop(), modules=("reports", "charts"))
    alone = due(corner_shop(), modules=("forms",), packs_notices=False)
    release_due(now=now)
    assert [str(each.hold_reason) for each in Delivery.objects.order_by("touchpoint_id")] == ["", "digest", ""]
    Delivery.objects.filter(carries=True).update(status="superseded")
    deliver_due(now=max(now, alone))
    assert sorted(str(each.message["Subject"])[:6] for each in mail.messages) == ["Charts", "Forms "]
    assert statuses() == ["superseded", "accepted", "accepted"]


@pytest.mark.django_db
def test_put_off_it_comes_again_as_one_and_in_doubt_a_person_answers_for_all(mail: MailSink) -> None:
    """notices case 8: never sent again blindly; what may no longer be said drops out, and the others go on."""
    now = due(corner_shop(), modules=("reports", "charts", "forms"))
    mail.answer = Answer.LATER
    deliver_due(now=now)
    assert statuses() == ["ready", "held", "held"]
    SunsetPlan.objects.filter(module__key="forms").update(stage=Stage.PAUSED, paused_from=Stage.ANNOUNCED)
    mail.answer = Answer.DROP
    deliver_due(now=(later := now + timedelta(hours=3)))
    assert statuses() == ["uncertain", "uncertain", "held"]
    assert "Forms" not in words_of(mail.messages[-1].message)
    assert Attempt.objects.filter(outcome="ambiguous").count() == 2
    (asked,) = uncertain_deliveries()
    inside = Delivery.objects.get(carrier=asked)
    settle_uncertain(delivery_id=inside.pk, arrived=False, actor=olga().actor, note="not in their log", now=later)
    assert statuses() == ["failed", "failed", "held", "ready", "ready"]


class TakenBackMeanwhile(SharedLetters):
    """While the words of a section are made, the letter that carries it is taken back."""

    def of(self, letter: Letter) -> Filled:
        if not letter.carries:
            taken = {"status": "superseded", "lease_until": None, "lease_token": None}
            Delivery.objects.filter(carries=True).update(**taken)
        return super().of(letter)


@pytest.mark.django_db
def test_a_letter_taken_back_at_the_last_moment_lets_its_sections_leave_by_themselves(mail: MailSink) -> None:
    """P1: none is left behind; one that was, is found when its lease is over, and a person decides."""
    release_due(now=(now := due(corner_shop(), modules=("reports", "charts"))))
    this = Round(now, PlanBook(FiguresBook(now)), LEASE)
    this.letters = TakenBackMeanwhile(this.book, now)
    assert deliver_claimed(claim_ready(now=now, count=5, lease_for=LEASE), this) == 0
    assert statuses() == ["superseded", "ready"]
    assert not Attempt.objects.exists()
    deliver_due(now=now)
    assert statuses() == ["superseded", "accepted"]
    first, left = Delivery.objects.order_by("id")
    leased = {"lease_token": uuid4(), "lease_until": NOON - timedelta(days=999)}
    Delivery.objects.filter(pk=left.pk).update(status="sending", carrier=first, **leased)
    deliver_due(now=now)
    assert uncertain_deliveries() == [Delivery.objects.get(pk=left.pk, carrier=None)]


@pytest.mark.django_db
def test_what_was_put_off_and_is_over_by_then_is_not_proven_by_the_letter_it_was_in(mail: MailSink) -> None:
    now = due(corner_shop(), modules=("reports", "charts"))
    mail.answer = Answer.LATER
    deliver_due(now=now)
    first, over = Delivery.objects.order_by("id")
    row = over.touchpoint
    late = Existing(row.pk, row.account.key, NoticeCode(row.notice.code), row.step, 1, TouchpointStatus.RELEASED, now)
    apply_changes(row.plan, Changes(missed=(late,)), accounts=[row.account.key], now=now)
    mail.answer = Answer.KEEP
    deliver_due(now=now + timedelta(hours=3))
    assert Delivery.objects.get(pk=over.pk).carrier is None
    Delivery.objects.filter(pk=over.pk).update(carrier=first)  # as older releases left it
    event = DeliveryStatus.DELIVERED
    assert record_event(provider="x", message_id=first.message_id, event=event, occurred_at=now, now=now)
    assert statuses() == ["delivered", "expired"]


def elsewhere(act: Callable[[], object]) -> object:
    """On a connection of its own."""
    found: list[object] = []

    def run() -> None:
        found.append(act())
        connections.close_all()

    other = threading.Thread(target=run)
    other.start()
    other.join()
    return found[0]


@pytest.mark.slow("two connections with real commits")
def test_a_notice_that_joins_while_its_letter_closes_is_in_exactly_one_mail(
    live_db: SimpleNamespace, mail: MailSink
) -> None:
    """notices case 29: whoever holds the row first decides; the other one goes on without it."""
    now = due(corner_shop(), modules=("reports", "charts"))
    release_due(now=now)
    carrier, late = Delivery.objects.order_by("id")
    Delivery.objects.filter(pk=late.pk).update(status="ready", hold_reason="", carrier=None)

    def joins() -> None:
        pack_letters([late.touchpoint_id], now=now)

    with transaction.atomic():
        joins()
        assert elsewhere(lambda: claim_ready(now=now, count=5, lease_for=LEASE)) == []  # both are locked
    (claim,) = claim_ready(now=now, count=1, lease_for=LEASE)
    assert close_letter(claim.delivery_id, claim.token) == [late.pk]
    Delivery.objects.filter(pk=late.pk).update(status="ready", lease_until=None, lease_token=None)
    elsewhere(joins)  # closed by now: it stands for itself
    assert Delivery.objects.get(pk=late.pk).carrier is None
    Delivery.objects.update(status="ready", lease_until=None, lease_token=None)
    deliver_due(now=now)
    assert len(mail.messages) == 2
    assert statuses() == [DeliveryStatus.ACCEPTED] * 2
    assert carrier.pk == claim.delivery_id
