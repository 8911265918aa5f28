"""Which words of the staff name a day that would not move with the plan, and which only look like one (A8, A11)?

notices 6: "date past or not the plan's".
"""

import pytest

from lifecycle.rules.dates_in_text import dates_in


@pytest.mark.parametrize(
    "text",
    [
        *("It ends on 12 March 2020.", "It ends on March 12th, 2020.", "Ends March 12, 2020", "Move before 31 May and"),
        *("by 1 June", "12 Mar", "on Mar. 12", "12-03-2027", "1st April", "the 12th of March", "12-Mar-2027"),
        *("On the first of June it ends", "March the 12th", "in March 2027", "It ends in March.", "by the end of May"),
        *("2027-03-12", "2027-03-12T12:00Z", "2027/3/12", "2027.3.12", "3/12/2027", "12.3.2027", "12.03.27", "5/31/27"),
        *("Move by 5/31.", "until 6/1", "by the 31st.", "by the end of 2027", "until 2027.", "in Q3 2027", "20–31 May"),
        *(
            "請在2020/3/12之前",
            "请在2020/3/12之前迁移。",
            "4月26日停用",
            "２０２７年４月１日停用",
            "二〇二七年六月一日",
        ),
        *("六月一日停用", "六月二十一号", "3月底停用", "2027年底停用", "5/31之前", "15号之前", "2027年6月"),
        *(
            "Конец 26 апреля.",
            "до 1-го июня",
            "12 мар. 2027",
            "первого июня",
            "тридцать первое мая",
            "в марте",
            "к маю",
        ),
        *("до конца июня", "март 2027", "до 30.06 успеем", "12.03.2027г.", "до конца 2027 года", "в первом квартале"),
    ],
)
def test_a_day_is_found_however_it_is_written(text: str) -> None:
    assert dates_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12 may open it, and up to 5 may be exported",
            "You may 3 times a day",
            "24/7",
            "help on 24/7 lines",
            "3/4 of it",
        ),
        *("cut by 2/3", "9/10 of your people", "version 10.2.14", "Version 12.03.27", "v2027.3.12", "10.2.14", "1.2.3"),
        *("192.168.10.20", "at 17:30", "from 9:00 to 18:00", "28 days", "5 %", "5% of it", "within 3 months", "1.5 GB"),
        *("+49 30 12-34-56", "RFC 3339", "ISO 8601-1", "12 Marketing teams", "a march of 20 people", "2048 by 2048"),
        *(
            "by 2030 people at once",
            "the 3rd party",
            "by the 3rd party",
            "by April Jones",
            "second of two",
            "12-15 people",
        ),
        *(
            "28 дней",
            "5 % людей",
            "с 9.00 до 18.00",
            "5 маяков",
            "3 мартышки",
            "в версии 10.12",
            "за 4 квартала",
            "с 10.50 ₽",
        ),
        *("до 10.50 часов", "версия 12.03.27", "100 000 строк", "на 3 месяца", "в маленькой группе", "к августейшим"),
        *("3 个月", "三个月", "28 天", "30日内", "每月一次", "5 % 的人", "3/4 的人", "版本 12.03.27", "5号线"),
        *("{{off.date}}", "https://s.example/2027/03/12/moving", ""),
    ],
)
def test_ordinary_words_name_no_day(text: str) -> None:
    assert dates_in(text) == ()


def test_each_day_is_named_once_in_the_order_of_the_text() -> None:
    assert dates_in("By 31 May 2027, 1/6/2027 at last; 31 May 2027") == ("31 May 2027", "1/6/2027")
