"""A plain mail server tells of bounces by mail: silence proves nothing once it has told (A13, G5, N86, notices 8)."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from config.services.mail_sink import MailSink
from lifecycle.api import BadInput
from lifecycle.models import Contact, SunsetPlan
from notifications.api import Became, deliver_due, push_evidence, take_reply
from notifications.models import Delivery, DeliveryEvent, DeskTask, Obligation, Suppression, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from tests.cast import corner_shop
from tests.notifications.bounce_mail import a_report
from tests.notifications.scenes import announced, days_later

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mail: MailSink) -> Delivery:
    """The announcement, taken over by a plain mail server; another contact is there."""
    shop = corner_shop()
    email = "second@corner-shop.example"
    Contact.objects.create(account=shop, email=email, email_norm=email, role=Contact.Role.BILLING)
    announced(shop)
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    return Delivery.objects.get(channel="email")


def an_hour_later(sent: Delivery) -> datetime:
    assert sent.accepted_at is not None
    return sent.accepted_at + timedelta(hours=1)


def reached() -> str:
    """A month later."""
    push_evidence(plan_id=SunsetPlan.objects.get().pk, now=days_later(30))
    return Obligation.objects.get(notice__code="sunset_announced").status


def test_a_letter_that_comes_back_reaches_nobody_and_the_next_contact_is_told(sent: Delivery) -> None:
    now = an_hour_later(sent)
    first, again = (take_reply(a_report(sent.message_id), now=now) for _ in range(2))
    assert (first.became, first.address, first.task) == (Became.BOUNCED, sent.address, None)
    assert (first.is_new, again.is_new) == (True, False)
    sent.refresh_from_db()
    assert (sent.status, sent.detail) == (DeliveryStatus.HARD_BOUNCED, "5.1.1 550 5.1.1 User unknown")
    assert list(Suppression.objects.values_list("address_norm", "scope")) == [(sent.address_norm, "channel")]
    event = DeliveryEvent.objects.get()
    assert (event.provider, event.delivery, event.applied_at) == ("mail", sent, now)
    assert event.occurred_at == sent.created_at  # the report's own clock is before the letter was written
    assert Delivery.objects.filter(channel="email").latest("id").address == "second@corner-shop.example"
    assert not DeskTask.objects.filter(kind="reply").exists()
    assert reached() != "reached"


@pytest.mark.parametrize(
    ("status", "ends"), [("4.4.7", DeliveryStatus.SOFT_BOUNCED), ("5.7.26", DeliveryStatus.HARD_BOUNCED)]
)
def test_neither_a_full_mailbox_nor_a_fault_of_ours_ends_an_address(
    sent: Delivery, status: str, ends: DeliveryStatus
) -> None:
    """Given up after days of trying is soft; a policy against the sender is ours to mend."""
    take_reply(a_report(sent.message_id, status=status, answer="no"), now=an_hour_later(sent))
    sent.refresh_from_db()
    assert (sent.status, Suppression.objects.count()) == (ends, 0)
    assert reached() != "reached"


def test_a_report_that_nothing_was_given_up_is_neither_bounce_nor_proof_nor_work(sent: Delivery) -> None:
    for action in ("delayed", "relayed", "expanded", "delivered"):
        found = take_reply(a_report(sent.message_id, action=action), now=an_hour_later(sent))
        assert (found.became, found.is_new) == (Became.NOTHING, False)
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.ACCEPTED
    assert not DeliveryEvent.objects.exists()
    assert not DeskTask.objects.filter(kind="reply").exists()
    assert reached() == "reached"


def test_a_report_about_another_mailbox_is_for_a_person_to_read(sent: Delivery) -> None:
    """A forged one does no harm, and where a mailbox is forwarded somebody looks; the server is no delegate."""
    now = an_hour_later(sent)
    found = take_reply(a_report(sent.message_id, recipient="new@elsewhere.example"), now=now)
    assert (found.became, found.is_automatic, found.suggested) == (Became.TASK, True, ())
    assert found.task is not None
    assert "a mail server's report" in found.task.subject
    sent.refresh_from_db()
    assert (sent.status, Suppression.objects.count()) == (DeliveryStatus.ACCEPTED, 0)
    with pytest.raises(BadInput):
        take_reply(a_report("<none@sunsetter.example>"), now=now)
    forwarded = a_report(sent.message_id, recipient="new@elsewhere.example", original=sent.address, report="report-2")
    assert take_reply(forwarded, now=now).became is Became.BOUNCED


def test_a_letter_that_never_left_cannot_come_back(sent: Delivery) -> None:
    now = an_hour_later(sent)
    waiting = Delivery.objects.create(
        touchpoint=sent.touchpoint, account=sent.account, channel="email", round=7, address=sent.address,
        address_norm=sent.address_norm, locale="en", message_id="<w@x.example>", not_before=now, created_at=now,
    )  # fmt: skip
    assert take_reply(a_report(waiting.message_id), now=now).became is Became.TASK
    waiting.refresh_from_db()
    assert waiting.status == DeliveryStatus.READY


def test_the_mail_servers_pipe_takes_reports(sent: Delivery, tmp_path: Path) -> None:
    """`notices reply FILE`, with an answer for the log of the mail server."""
    file, said = tmp_path / "report.eml", StringIO()
    file.write_bytes(a_report(sent.message_id, action="delayed"))
    with pytest.raises(SystemExit) as ended:
        call_command("notices", "reply", str(file), stdout=said)
    file.write_bytes(a_report(sent.message_id))
    call_command("notices", "reply", str(file), stdout=said)
    assert (ended.value.code, "nothing to do" in said.getvalue(), "came back" in said.getvalue()) == (3, True, True)
