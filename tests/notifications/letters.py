"""What do letters say when every field is filled, or as hard as it gets?"""

from dataclasses import replace
from datetime import UTC, date, datetime

from django.utils import translation

from lifecycle.rules.milestones import MilestoneKind
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.notice_facts import DateLine, FiguresShown, MovedLine, NoticeFacts
from notifications.services import words

ZONE = "Europe/Moscow"
AT = datetime(2027, 4, 26, 8, tzinfo=UTC)
# Names without a Latin letter, so that any Latin word in a Chinese or Russian letter is a sentence left in English.
HELPER_EMAIL = "dora@sunsetter.example"
EXPORT_URL, NOTICE_URL, REPLACEMENT_URL = "https://s.example/export", "https://s.example/n/1", "https://drive.example/"


def letter(code: NoticeCode, language: str, **changes: object) -> NoticeFacts:
    with translation.override(language):
        facts = NoticeFacts(
            notice=code,
            locale=language,
            account_name="№ 17",
            contact_name="Зоя",
            module_name="《7》",
            off_date=words.day_in_sentence(date(2027, 4, 26), language),
            days_left=21,
            dates=tuple(
                DateLine(str(label), words.day_and_time(AT, ZONE, language)) for label in words.CUSTOMER_DATES.values()
            ),
            zone_name=words.zone_name(ZONE, language),
            reason_kind=str(words.REASONS["architecture"]),
            reason="",
            wording="",
            figures=FiguresShown(21, words.number(21, language), 12345, words.number(12345, language)),
            as_of=words.day_in_sentence(date(2027, 4, 1), language),
            replacement_name="《8》",
            replacement_url=REPLACEMENT_URL,
            export_until=words.day_in_sentence(date(2027, 4, 23), language),
            export_url=EXPORT_URL,
            purge_date=words.day_in_sentence(date(2027, 6, 20), language),
            helper_name="Дора",
            helper_email=HELPER_EMAIL,
            notice_url=NOTICE_URL,
            focus=DateLine(str(words.CUSTOMER_DATES[MilestoneKind.READ_ONLY]), words.day_and_time(AT, ZONE, language)),
            moved=(MovedLine(str(words.CUSTOMER_DATES[MilestoneKind.OFF]), "1", "2"),)
            if code is NoticeCode.CORRECTION
            else (),
        )
    return replace(facts, **changes)  # type: ignore[arg-type]  # fields by name


def _moved() -> tuple[MovedLine, ...]:
    return (MovedLine(str(words.CUSTOMER_DATES[MilestoneKind.OFF]), "1", "2"),)
