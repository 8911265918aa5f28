"""Which words sell something in a notice that must go out, and which ordinary ones do not (A8)?

notices case 23; notices 6: "prices, discounts, offers".
"""

import pytest

from lifecycle.rules.promotion import promotion_in


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        (
            "en",
            (
                *(
                    "save 20% of your fee",
                    "three months free",
                    "Get 30 percent off",
                    "special pricing",
                    "USD 20",
                    "20 EUR",
                ),
                *("free of charge", "Two for one", "at no extra cost", "Half price", "€9.90", "12 dollars", "a bonus"),
                *("20 % off", "30 per cent cheaper", "free trial", "a voucher", "US$ 5", "1,200 USD", "order today"),
            ),
        ),
        (
            "zh-hans",
            ("免费三个月", "买一送一", "8折", "八折", "半价", "20元", "100美元", "节省20%费用", "优惠券", "赠送"),
        ),
        (
            "ru",
            (
                *("три месяца бесплатно", "купон", "в подарок", "1 200 руб.", "5 рублей", "20 ₽", "20 евро", "дешевле"),
                *("сэкономьте 20 %", "специальная цена", "бонусы", "кэшбэк", "бесплатный пробный", "сниженные цены"),
            ),
        ),
    ],
)
def test_what_sells_is_found(locale: str, texts: tuple[str, ...]) -> None:
    assert [each for each in texts if not promotion_in(each, locale)] == []


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        (
            "en",
            (
                *("Feel free to ask", "you are free to move", "a free text field", "free up space", "free of errors"),
                *("error-free", "a free-form note", "5 % of your people use it", "used by 20 percent of the teams"),
                *("We offer three ways", "gifted people", "it saves time", "save your reports", "the EURO format"),
            ),
        ),
        ("zh-hans", ("5 % 的人在用", "3 个单元", "折线图", "节省时间", "28 天")),
        ("ru", ("5 % людей", "28 дней", "5 рубрик", "10 рубежей", "сэкономит время", "подарит")),
    ],
)
def test_ordinary_words_sell_nothing(locale: str, texts: tuple[str, ...]) -> None:
    assert [(each, promotion_in(each, locale)) for each in texts if promotion_in(each, locale)] == []


def test_a_price_is_named_whole_so_that_leave_for_it_covers_no_other() -> None:
    assert promotion_in("A free trial", "en") == ("free trial",)
    assert promotion_in("Only $ 99.50 a month, not 1 200 USD", "en") == ("$ 99.50", "1 200 USD")
