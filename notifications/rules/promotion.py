"""Does a notice that must go out try to sell something?"""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *(r"discount\w*", r"special offer\w*", r"limited[- ]time", r"promo ?codes?", r"coupons?", r"free trial"),
        *(r"buy now", r"upgrade now", r"save up to", r"best price\w*", r"don'?t miss", r"exclusive offer\w*"),
        *(r"black friday", r"\d+ ?% off", r"act now"),
    ),
    "zh-hans": (
        *("折扣", "优惠", "促销", "特价", "限时", "立即购买", "立即升级", "免费试用", "优惠券", "打折", "立减", "返现"),
        *("抢购", "机会难得"),
    ),
    "ru": (
        *(r"скидк\w*", r"акци(?:я|и|ю|ей|й)", r"промокод\w*", r"распродаж\w*", r"спецпредложени\w*", r"купите"),
        *(r"специальн\w+ предложени\w*", r"бесплатн\w+ пробн\w*", r"выгодн\w+ (?:цен|предложени)\w*", r"успейте"),
    ),
}
_PRICE = re.compile(r"[€$£¥₽]\s?\d|\d\s?(?:€|\$|£|¥|₽|USD|EUR|RUB|CNY|元|руб)", re.IGNORECASE)
_TRACKED = re.compile(r"[?&](?:utm_\w+|gclid|fbclid|mc_eid|yclid)=", re.IGNORECASE)


def promotion_in(text: str, locale: str) -> tuple[str, ...]:
    """Words, prices and tracking parameters that make a service notice marketing, as they stand there."""
    words = _WORDS.get(locale, _WORDS["en"])
    bounded = "|".join(words) if locale == "zh-hans" else rf"\b(?:{'|'.join(words)})\b"
    found = [each[0] for each in re.finditer(bounded, text, re.IGNORECASE)]
    found += [each[0] for each in _PRICE.finditer(text)]
    found += [each[0].strip("?&=") for each in _TRACKED.finditer(text)]
    return tuple(dict.fromkeys(found))
