"""On which ground may a notice of a change be sent in a country without anybody's consent, as far as we know?

A service message, which sells nothing. What is not in the table is unknown to us: counsel says, and the page shows it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lifecycle.rules.notice_laws import NOTICE_LAWS

_CONTRACT_EU = "Regulation (EU) 2016/679, art. 6(1)(b)"
_OWN: dict[str, str] = {
    "US": "15 U.S.C. § 7702(17)(A)(iii)(I)",
    "CA": "S.C. 2010, c. 23, s. 6(6)(d)",
    "GB": "UK GDPR, art. 6(1)(b)",
    "CH": "FADP (SR 235.1), art. 31(2)(a)",
    "CN": "PIPL, art. 13(1)(2)",
    "RU": "152-ФЗ, ст. 6(1)(5)",
    "BR": "LGPD (Lei 13.709/2018), art. 7(V)",
}
_OWN |= dict.fromkeys(("NO", "IS", "LI"), _CONTRACT_EU)
_OWN |= dict.fromkeys(NOTICE_LAWS, f"{_CONTRACT_EU}; Regulation (EU) 2019/1150, art. 4(2)")
LEGAL_BASES: Mapping[str, str] = MappingProxyType(_OWN)


def legal_basis(country: str) -> str:
    """Of 'DE' or a region of it such as 'DE-BY'; '' where we know of none."""
    return LEGAL_BASES.get(country.strip().upper().partition("-")[0], "")
