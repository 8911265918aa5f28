"""How many days of notice does the law of a customer's country ask for?

Regulation (EU) 2019/1150, article 4(2), gives business users of online intermediation services 30 days and a statement
of reasons before the whole service ends. We keep it towards every customer in the Union, intermediary or not.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lifecycle.rules.lead_time import Floor
from lifecycle.rules.month_steps import Span

_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_EU_30_DAYS = Floor("law.eu_2019_1150", Span(days=30))

NOTICE_LAWS: Mapping[str, Floor] = MappingProxyType(dict.fromkeys(_UNION.split(), _EU_30_DAYS))


def law_of(country: str) -> tuple[Floor, ...]:
    """Of a country such as 'DE' or a region of it such as 'DE-BY'; empty where we know of none."""
    found = NOTICE_LAWS.get(country.strip().upper().partition("-")[0])
    return (found,) if found else ()
