"""Which days does a text name by hand, in the forms in which people write them in the three languages?

Every language's forms are looked for in every text. Quantities, times of day, fractions and versions are no days.
"""

import re
import unicodedata
from collections.abc import Iterator

_LINK = re.compile(r"https?://\S+")
_DAY = r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_NEAR = r"20[23]\d(?!\d)"  # a year that stands alone; 2048 is rather a number of rows
_STOPS = r"(?=\s*(?:[.,;:!?)]|$))"

_EN_LONG = "January|February|March|April|June|July|August|September|October|November|December"
_EN_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_EN = rf"(?<![a-z])(?:(?:{_EN_LONG}|(?-i:May|MAY))(?![a-z])|(?:{_EN_SHORT})(?![a-z])\.?)"  # "12 may open it"
_EN_NAMED = rf"(?-i:(?:{_EN_LONG}|May)(?![A-Za-z])(?!\s+[A-Z][a-z]))"  # "by April Jones"
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINAL = rf"(?:(?:(?:twenty|thirty)[\s-])?(?:{_UNITS})|tenth|eleventh|twelfth|[a-z]{{3,5}}teenth|twentieth|thirtieth)"
_ENGLISH = (
    rf"{_DAY}(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s/-]*{_EN}(?:,?[\s/-]*{_YEAR})?",
    rf"{_EN}[\s-]+(?:the\s+)?{_DAY}(?:st|nd|rd|th)?(?![\d:]|[.,]\d|\s?%)(?:,?\s+{_YEAR})?",
    rf"{_EN}[\s,/-]+(?:of\s+)?{_YEAR}",
    rf"\b{_ORDINAL}\s+(?:day\s+)?(?:of\s+)?{_EN_NAMED}",
    rf"{_EN_NAMED}\s+(?:the\s+)?{_ORDINAL}\b",
    rf"\b(?:in|by|until|till|before|after|during|through|(?:end|start|beginning|middle|close)\s+of|early|mid|late)[\s-]+"
    rf"(?:early\s+|late\s+|mid-?\s?)?{_EN_NAMED}",
    rf"\b(?:by|until|till|before|on|from)\s+the\s+{_DAY}(?:st|nd|rd|th){_STOPS}",
    rf"\b(?:end|start|beginning|middle|close)\s+of\s+{_NEAR}",
    rf"\b(?:by|until|till|before)\s+{_NEAR}{_STOPS}",
    rf"\b(?:Q[1-4]|H[12]|(?:first|second|third|fourth)\s+(?:quarter|half)\s+of)\s*/?\s*{_NEAR}",
)

_RU_LONG = (
    r"январ[ьяюе]|феврал[ьяюе]|март[аеу]?|апрел[ьяюе]|ма[йяюе]|июн[ьяюе]|июл[ьяюе]|август[аеу]?"
    r"|сентябр[ьяюе]|октябр[ьяюе]|ноябр[ьяюе]|декабр[ьяюе]"
)
_RU_NAMED = rf"(?<![а-яё])(?:{_RU_LONG})(?![а-яё])"
_RU = rf"(?:{_RU_NAMED}|(?<![а-яё])(?:янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)(?![а-яё])\.?)"
_PART_RU = r"(?:конц\w{1,2}|начал\w{1,2}|середин\w{1,2})"
_RUSSIAN = (
    rf"{_DAY}(?:[-\u2010]?(?:ого|го|ое|е))?\s*{_RU}(?:\s+{_YEAR})?",
    rf"(?<![а-яё])[а-яё]{{2,12}}(?:ого|его|ое|ье)\s+{_RU_NAMED}",
    rf"{_RU}\s+{_YEAR}",
    rf"(?<![а-яё])(?:в|во|до|к|с|со|по|после|{_PART_RU})\s+{_RU_NAMED}",
    rf"(?<![а-яё])(?:до|к|{_PART_RU})\s+{_NEAR}(?:[-\u2010]?го)?\s*г(?:\.|од\w*)",
    r"(?:\b(?:I{1,3}|IV)|(?<!\d)[1-4][-\u2010]?(?:ый|ой|ий|й|го|м)|(?:перв|втор|трет|четв[её]рт)\w+)\s+квартал\w*",
)

_HAN_YEAR = rf"(?:(?<!\d){_YEAR}|[一二][〇零一二三四五六七八九]{{3}})\s*年"
_HAN_MONTH = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九])\s*月"  # "3 个月" is a quantity
_HAN_DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号號]"
)
_CHINESE = (
    rf"(?:{_HAN_YEAR}\s*)?{_HAN_MONTH}(?:\s*{_HAN_DAY}|份?[底初末]|[上中下]旬)?",
    rf"{_HAN_YEAR}\s*(?:[底末初中]|之?前|以前|起|第?[一二三四1-4]季度)",
    rf"{_DAY}\s*[号號]\s*(?:之?前|以前|起|截止)",
)
_WORDED = re.compile("|".join((*_ENGLISH, *_RUSSIAN, *_CHINESE)), re.IGNORECASE)

_WHOLE = re.compile(r"(?<![a-z\d./:+-])(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})(?![\d/-]|\.\d)", re.IGNORECASE)
_VERSION = re.compile(r"(?:version|release|build|верси\w*|релиз\w*|сборк\w*|版本?号?)\s*[:№#]?\s*$", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(?<![а-яё])(?:до|с|со|к|по|на|после)\s+(\d\d)\.(\d\d)(?!\.?\d|\s?(?:%|₽|руб|ч\b|час))", re.IGNORECASE
)
_SLASHED = re.compile(
    r"\b(?:by|before|until|till|on|after|from)\s+(\d{1,2})/(\d{1,2})(?![\d/])"
    r"|(?<![\d/])(\d{1,2})/(\d{1,2})\s*(?:之?前|以前|起|止|之后)",
    re.IGNORECASE,
)
_FRACTION_TO = 10  # "by 2/3" is a share, "by 6/1" a day
_SHORT_YEARS = range(20, 50)


def dates_in(text: str) -> tuple[str, ...]:
    """As they stand there, in order, each once. Full-width digits count; what stands in a link does not."""
    plain = _LINK.sub(" ", unicodedata.normalize("NFKC", text))
    found = [(each.start(), each[0].strip()) for each in (*_WORDED.finditer(plain), *_in_digits(plain))]
    return tuple(dict.fromkeys(words for _start, words in sorted(found)))


def _in_digits(text: str) -> Iterator[re.Match[str]]:
    for each in _WHOLE.finditer(text):
        is_version = each[2] == "." and _VERSION.search(text[max(0, each.start() - 20) : each.start()])
        if not is_version and _is_whole_date(each[1], each[2], each[3], each[4]):
            yield each
    yield from (each for each in _DAY_FIRST.finditer(text) if _is_day(int(each[1]), int(each[2])))
    for each in _SLASHED.finditer(text):
        one, other = (int(number) for number in each.groups() if number)
        is_share = one < other <= _FRACTION_TO or (one, other) == (24, 7)
        if not is_share and (_is_day(one, other) or _is_day(other, one)):
            yield each


def _is_whole_date(first: str, separator: str, second: str, third: str) -> bool:
    one, two, three = int(first), int(second), int(third)
    if len(first) == len("2027"):
        return _is_year(first) and len(third) < len("100") and _is_day(three, two)
    if len(first) > len("31") or not (_is_day(one, two) or _is_day(two, one)):
        return False
    if len(third) == len("2027"):
        return _is_year(third)
    is_written_out = separator == "/" or (separator == "." and len(first) == len(second) == len("03"))
    return is_written_out and len(third) == len("27") and three in _SHORT_YEARS


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _is_year(digits: str) -> bool:
    return digits.startswith(("19", "20"))
