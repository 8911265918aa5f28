"""Does a notice that must go out try to sell something?

A share or a number alone sells nothing ("5 % of your people"); beside a price, a saving or "off" it does.
"""

import re
from collections.abc import Mapping

_SHARE = r"\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|per\s?cent|процент\w*)"
_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *(r"discount\w*", r"special offer\w*", r"limited[- ]time", r"promo ?codes?", r"coupons?", r"vouchers?"),
        *(r"buy now", r"upgrade (?:now|today)", r"order (?:now|today)", r"sign up (?:now|today)", r"act now"),
        *(r"best price\w*", r"don'?t miss", r"(?:exclusive|introductory|best) offer\w*", r"offer (?:ends|expires)"),
        *(r"black friday", r"buy one,? get one", r"two for (?:the price of )?one", r"half[- ]price", r"half off"),
        *(
            rf"{_SHARE} (?:off|discount|cheaper|less|lower|reduction|savings?)",
            r"save up to",
            rf"sav(?:e|ing) {_SHARE}",
        ),
        *(rf"{_SHARE} of (?:your|the|its) (?:fees?|price|costs?|bill)", r"bonus(?:es)?", r"gifts?", r"giveaways?"),
        *(r"(?:special|reduced|lower|introductory) (?:pric\w+|rates?|fees?|deals?)", r"(?:great|best) deals?"),
        *(
            r"free trial",
            r"cash ?back",
            r"rebates?",
            r"at no (?:extra |additional |further )?(?:cost|charge)",
            r"price cuts?",
        ),
        r"(?<!feel )(?<!set )(?<!-)free(?!-| (?:to|text|up|space|form|hand|slots?|disk|memory|choice)\b)"
        r"(?! of (?!charge|cost))",
    ),
    "zh-hans": (
        *(
            "折扣",
            "优惠券?",
            "促销",
            "特价",
            "限时",
            "立即购买",
            "立即升级",
            "打折",
            "立减",
            "返现",
            "抢购",
            "机会难得",
        ),
        *("免费(?:试用)?", "买.送.", "赠送", "赠品", "半价", "特惠", "秒杀", "红包", "满减", "代金券", "降价", "立省"),
        *(r"[\d一二三四五六七八九](?:\.\d)?\s?折", r"(?:节省|减免|便宜|低价).{0,6}(?:费用?|%|百分之)", "团购", "首月"),
    ),
    "ru": (
        *(r"скидк\w*", r"акци(?:я|и|ю|ей|й)", r"промокод\w*", r"распродаж\w*", r"спецпредложени\w*", r"купите"),
        *(r"специальн\w+ (?:предложени\w*|цен\w*|тариф\w*)", r"выгодн\w+ (?:цен|предложени)\w*", r"успейте"),
        *(r"бесплатн\w*(?: пробн\w*)?", r"купон\w*", r"даром", r"в подарок", r"подар(?:ок|к\w+|им)", r"бонус\w*"),
        *(r"к[эе]шб[эе]к\w*", r"дешевле", r"полцены", r"без доплат\w*", r"льготн\w+ (?:цен|тариф)\w*"),
        *(rf"(?:с?эконом\w+) (?:до )?{_SHARE}", rf"{_SHARE} (?:дешевле|экономии|скидки)", r"закажите сейчас"),
        *(r"(?:низк|сниж|пониж)\w+ (?:цен|тариф)\w*",),
    ),
}
LOCALES = tuple(_WORDS)
_SIGNS = r"(?:US\$|CN¥|[€$£¥₽])"
_CODES = r"(?:USD|EUR|GBP|RUB|CNY|RMB|CHF|JPY)"
_AMOUNT = r"\d{1,12}(?:[ .,]\d{2,3}){0,4}"
_NAMED = r"dollars?|euros?|roubles?|rubles?|yuan|руб(?:л\w+|\.)?|долл(?:ар\w*|\.)?|евро|юан\w+"
_PRICE = re.compile(
    rf"{_SIGNS}\s?{_AMOUNT}|(?<![A-Za-z]){_CODES}\s?{_AMOUNT}"
    rf"|{_AMOUNT}\s?(?:{_SIGNS}|{_CODES}(?![A-Za-z])|(?:{_NAMED})(?![A-Za-zа-яё])|元|块钱|人民币|美元|欧元)",
    re.IGNORECASE,
)
_TRACKED = re.compile(r"[?&](?:utm_\w+|gclid|fbclid|mc_eid|yclid)=", re.IGNORECASE)


def promotion_in(text: str, locale: str) -> tuple[str, ...]:
    """Words, prices and tracking parameters that make a service notice marketing, as they stand there."""
    words = _WORDS.get(locale, _WORDS["en"])
    bounded = "|".join(words) if locale == "zh-hans" else rf"\b(?:{'|'.join(words)})(?!\w)"
    found = [each[0] for each in re.finditer(bounded, text, re.IGNORECASE)]
    found += [each[0] for each in _PRICE.finditer(text)]
    found += [each[0].strip("?&=") for each in _TRACKED.finditer(text)]
    return tuple(dict.fromkeys(found))
