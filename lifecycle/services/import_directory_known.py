"""Which currencies, countries, languages and time zones are there?"""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import list_currencies

from lifecycle.rules.directory_fields import Known

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_NO_LANGUAGES = frozenset({"und", "mul", "zxx", "mis", "root"})


@cache
def known_to_the_world() -> Known:
    """ISO 4217, ISO 3166-1 and BCP 47 as CLDR lists them, and the IANA zones of this installation."""
    english = Locale("en")
    return Known(
        currencies=frozenset(list_currencies()),
        countries=frozenset(key for key in map(str, english.territories) if len(key) == 2) - _NO_COUNTRIES,
        languages=frozenset(key for key in map(str, english.languages) if "_" not in key) - _NO_LANGUAGES,
        zones=frozenset(available_timezones()),
    )
