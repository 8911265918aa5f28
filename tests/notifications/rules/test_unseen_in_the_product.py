"""What a light account does not open inside the product comes by mail, while it is in time (A12, notices section 1)."""

from dataclasses import replace
from datetime import UTC, date, datetime

from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel
from notifications.rules.picture import AccountPicture, Taken
from tests.notifications.pictures import picture, planned, told

SHOP = AccountPicture("shop", Tier.LIGHT)
(LINE,) = (each for each in planned(picture(SHOP)) if each.step == "off-21d.in_app")  # on Tuesday, 11 May
UNSEEN = replace(SHOP, told=(replace(told(LINE, {}), is_unseen=True),))
DUE = date(2027, 5, 18)


def mails(account: AccountPicture, *, on: date = DUE) -> list[date]:
    found = planned(picture(account), datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
    return [each.day for each in found if each.step == "off-21d.email"]


def test_five_working_days_after_nobody_opened_it_a_mail_is_planned_once() -> None:
    assert mails(SHOP) == []
    assert mails(UNSEEN) == [DUE]
    assert mails(replace(SHOP, told=(told(LINE, {}),))) == []
    (mail,) = (each for each in planned(picture(UNSEEN)) if each.step == "off-21d.email")
    assert mail.channel is Channel.EMAIL
    assert not mail.mandatory
    assert mails(replace(SHOP, told=(*UNSEEN.told, told(mail, {})))) == []


def test_it_is_left_out_where_it_would_come_too_late_or_is_needed_no_more() -> None:
    assert mails(UNSEEN, on=date(2027, 5, 25)) == []
    assert mails(replace(UNSEEN, is_clear=True)) == []
    crowd = tuple(Taken(Channel.EMAIL, date(2027, 5, day)) for day in (18, 21, 26))
    assert mails(replace(UNSEEN, taken=crowd)) == []
