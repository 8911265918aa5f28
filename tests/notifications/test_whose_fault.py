"""One fault of our own sender ends no customer's mail for good (A12, A13, notices 8, notices case 11)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from lifecycle.models import Account, Contact
from notifications.api import apply_events, approve_notices, ask_approval, deliver_due, receive_events
from notifications.models import Attempt, Delivery, DeskTask, SendRun, Suppression, Touchpoint
from notifications.rules.bounce_reports import TOLD_BY_MAIL
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.provider_events import Meaning, ProviderEvent
from notifications.services.run_outcomes import outcomes_of
from tests.cast import acme, anna, corner_shop, neighbour, paul
from tests.notifications.scenes import START, announced
from tests.notifications.scripted_server import ScriptedServer, usual

pytestmark = pytest.mark.django_db


class Refusing(ScriptedServer):
    """Says `no` to whoever gives the command `at`."""

    at = no = ""

    def __init__(self) -> None:
        super().__init__(self._reply)

    def _reply(self, _: int, command: str) -> bytes:
        if self.at and command.upper().startswith(self.at):
            return f"{self.no}\r\n".encode()
        return usual(command, pipelining=False)


@pytest.fixture
def server(settings: Settings) -> Iterator[Refusing]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    refusing = Refusing()
    with refusing:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", refusing.port
        yield refusing


def approved_letter(*accounts: Account) -> Touchpoint:
    """The last one of an approved mailing, to two accounts if none is named."""
    plan = announced(*(accounts or (acme(), corner_shop())))
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    (asked,) = ask_approval(plan=plan, codes=[NoticeCode.SUNSET_ANNOUNCED], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=START)
    return Touchpoint.objects.filter(channel="email", notice__code=NoticeCode.SUNSET_ANNOUNCED).latest("due_at")


def refused_to_all(server: Refusing, at: str, no: str, *accounts: Account) -> SendRun:
    """Answer the mailing after its first round."""
    letter = approved_letter(*accounts)
    server.at, server.no = at, no
    deliver_due(now=letter.due_at)
    deliver_due(now=letter.due_at)
    return SendRun.objects.get(touchpoints=letter)


@pytest.mark.parametrize(
    ("at", "no"),
    [
        ("RCPT", "550 5.1.8 <post@x.example>: Sender address rejected: Domain not found"),
        ("MAIL", "550 your domain is not welcome"),
    ],
)
def test_a_sender_that_is_refused_halts_the_mailing_and_stops_mail_to_nobody(
    server: Refusing, at: str, no: str
) -> None:
    """Notices case 11"""
    run = refused_to_all(server, at, no)
    assert (run.status, run.halt_reason) == ("halted", "configuration")
    assert no[4:] in run.halt_detail
    assert not Suppression.objects.exists()
    assert set(Delivery.objects.filter(channel="email").values_list("status", flat=True)) == {"held"}


def test_one_recipients_bare_no_halts_no_mailing_and_the_same_no_of_two_domains_does(server: Refusing) -> None:
    """Notices case 11: 5.7.1 without a word about the sender is the recipient's, and the next contact is told."""
    run = refused_to_all(server, "RCPT TO:<OWNER@", "550 5.7.1 Relaying denied", corner_shop(), neighbour())
    refused = Delivery.objects.get(channel="email", touchpoint__account=corner_shop())
    assert (run.status == "halted", refused.status) == (False, "hard_bounced")
    assert DeskTask.objects.filter(kind="find_contact", account=corner_shop()).exists()
    assert not Suppression.objects.exists()
    assert outcomes_of(run, expects_events=True).configuration == ""
    other = Delivery.objects.exclude(pk=refused.pk).filter(channel="email", touchpoint__run=run).earliest("id")
    now = other.created_at + timedelta(minutes=1)
    told = ProviderEvent(other.message_id, "one", Meaning.REFUSED, now, "550 5.7.1 <it@next.example> Relaying denied")
    receive_events(provider="brevo", events=[told], now=now)
    apply_events(now=now)
    assert "Relaying denied" in outcomes_of(run, expects_events=True).configuration


def test_the_same_bare_no_of_every_domain_halts_the_mailing(server: Refusing) -> None:
    """Notices case 11"""
    run = refused_to_all(server, "RCPT", "550 5.7.1 Relaying denied", corner_shop(), neighbour())
    assert (run.status, run.halt_reason) == ("halted", "configuration")
    assert not Suppression.objects.exists()


def test_a_provider_that_tells_of_our_own_fault_later_halts_the_mailing_too(server: Refusing) -> None:
    """Notices case 11: what was accepted comes back; the server's words stand with the halt."""
    run = refused_to_all(server, "", "")
    assert run.status != "halted"
    letter = Delivery.objects.filter(channel="email", touchpoint__run=run).earliest("id")
    now, answer = letter.created_at + timedelta(minutes=1), "550 5.7.515 Access denied"
    told = ProviderEvent(letter.message_id, "one", Meaning.CONFIGURATION, now, answer)
    receive_events(provider=TOLD_BY_MAIL, events=[told], now=now)
    apply_events(now=now)
    assert outcomes_of(run, expects_events=True).configuration == ""  # any reader may have written that
    receive_events(provider="brevo", events=[told], now=now)
    apply_events(now=now)
    assert outcomes_of(run, expects_events=True).configuration == answer
    assert not Suppression.objects.exists()


def test_a_mailbox_that_is_full_for_three_days_is_tried_on_and_somebody_else_hears(server: Refusing) -> None:
    """Notices 8: 5.2.2 is put off like 4.2.2, and suppresses nobody; a server that asks all for patience counts not."""
    shop, email = corner_shop(), "second@corner-shop.example"
    Contact.objects.create(account=shop, email=email, email_norm=email, role=Contact.Role.BILLING)
    announced(shop)
    server.at, server.no = "RCPT TO:<OWNER@", "450 4.2.0 not so fast"
    letters = Delivery.objects.filter(channel="email").order_by("id")
    now = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    for _ in range(5):
        deliver_due(now=now)
        now += timedelta(days=1)
    server.no = "552 5.2.2 mailbox full"
    days = 0
    while letters.count() == 1 and days < 10:
        tries = Attempt.objects.count()
        deliver_due(now=now)
        days += Attempt.objects.count() > tries
        now += timedelta(days=1)
    assert days == 3
    assert [each.status for each in letters] == ["ready", "accepted"]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "no",
    [
        "554 Service unavailable; Client host [203.5.1.17] blocked",
        "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup",
    ],
)
def test_a_no_that_does_not_name_the_address_is_followed_by_the_next_contact_and_stops_mail_to_nobody(
    server: Refusing, no: str
) -> None:
    """Notices case 36: it counts as a bounce, so that a mailing too many of whose letters come back so is halted."""
    run = refused_to_all(server, "RCPT", no)
    found = outcomes_of(run, expects_events=False)
    assert (found.hard_bounced, found.configuration) == (found.tried, "")
    assert not Suppression.objects.exists()
    assert set(Delivery.objects.filter(channel="email").values_list("status", flat=True)) == {"hard_bounced"}
    assert DeskTask.objects.filter(kind="find_contact").exists()
