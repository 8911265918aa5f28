"""Two contacts with one mailbox, however it is spelled, get one mail of one contact (A12, B3)."""

import pytest

from config.services.mail_sink import MailSink
from lifecycle.models import Contact
from notifications.models import Delivery
from tests.cast import acme
from tests.notifications.scenes import announced, days_later, live_until, recipients

pytestmark = pytest.mark.django_db


def test_a_shared_mailbox_gets_one_mail_whatever_its_spelling(mail: MailSink) -> None:
    """notices case 18: two segments, a shared mailbox, case and plus."""
    account = acme()
    for spelled in ("IT@Acme.example", "it+sunset@acme.example", "it@ACME.EXAMPLE."):
        Contact.objects.create(account=account, email=spelled, email_norm=spelled, role=Contact.Role.ADMIN)
    live_until(announced(account), days_later(3))
    sent = Delivery.objects.filter(channel="email")
    assert sent.values("address_norm").distinct().count() == sent.count() == 1
    assert len(recipients(mail.messages)) == 1
