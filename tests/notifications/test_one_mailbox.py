"""Two contacts with one mailbox, however it is spelled, get one mail of one contact (A12, B3)."""

import pytest

from config.services.mail_sink import MailSink
from lifecycle.models import Contact
from notifications.models import Delivery
from notifications.services.workload import addresses_of
from tests.cast import acme, corner_shop
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


def test_mails_of_a_day_are_counted_as_they_leave_one_for_spellings_and_one_for_each_tag_of_another_account() -> None:
    """A12: behind a tag may be another reader, so over accounts nothing is packed with it."""
    spelled = {acme(): ("IT+one@x.example", "it@X.example"), corner_shop(): ("it+two@x.example",)}
    for account, emails in spelled.items():
        account.contacts.update(is_active=False)
        for email in emails:
            Contact.objects.create(account=account, email=email, email_norm=email, role=Contact.Role.ADMIN)
    assert addresses_of(spelled) == {"acme": ("it+one@x.example",), "corner-shop": ("it+two@x.example",)}
