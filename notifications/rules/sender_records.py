"""Do a sender's domain records let others tell its mail from forged mail?

RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC). Of each name the texts are given; None is unknown, () is absent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Texts = tuple[str, ...] | None
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4
_ASKS = re.compile(r"^[+?~-]?(?:include|a|mx|ptr|exists)(?:[:/]|$)|^redirect=", re.IGNORECASE)
_EVERYBODY = re.compile(r"^\+?all$", re.IGNORECASE)


class Standing(StrEnum):
    """`absent` to `weak` are known faults; `unnamed`: nobody said which selectors to look at.

    `unaligned`: the record lets its own domain's mail through, and says nothing for the sender in the From header.
    """

    GOOD = "good"
    UNKNOWN = "unknown"
    UNNAMED = "unnamed"
    UNALIGNED = "unaligned"
    ABSENT = "absent"
    SEVERAL = "several"
    OPEN = "open"
    TOO_MANY = "too_many"
    REVOKED = "revoked"
    WEAK = "weak"

    @property
    def is_fault(self) -> bool:
        return self not in {Standing.GOOD, Standing.UNKNOWN, Standing.UNNAMED, Standing.UNALIGNED}


@dataclass(frozen=True, slots=True)
class SenderRecords:
    """`dkim` by selector; `dmarc` of the domain and of those above it, the nearest first.

    `spf` is of the envelope's domain, which is the sender's own where none is named.
    """

    domain: str
    spf: Texts
    dkim: Mapping[str, Texts] = field(default_factory=dict)
    dmarc: Sequence[Texts] = ()
    envelope_domain: str = ""


def envelope_standing(records: SenderRecords) -> Standing:
    """RFC 7489, 3.1.2: a good record counts for the sender only if both domains belong to one organization.

    Which is certain to be untrue where their last two labels differ; where they are alike, nobody is warned.
    """
    found, envelope = spf_standing(records.spf), records.envelope_domain or records.domain
    is_apart = envelope.split(".")[-2:] != records.domain.split(".")[-2:]
    return Standing.UNALIGNED if found is Standing.GOOD and is_apart else found


def spf_standing(texts: Texts) -> Standing:
    if texts is None:
        return Standing.UNKNOWN
    found = [each for each in texts if each.lower().split(" ")[0] == "v=spf1"]
    if len(found) != 1:
        return Standing.SEVERAL if found else Standing.ABSENT
    terms = found[0].split()[1:]
    if any(_EVERYBODY.match(term) for term in terms):
        return Standing.OPEN
    return Standing.TOO_MANY if sum(bool(_ASKS.match(term)) for term in terms) > MOST_LOOKUPS else Standing.GOOD


def dkim_standing(selectors: Mapping[str, Texts]) -> Standing:
    """One selector with a key is enough: the provider signs with it."""
    if not selectors:
        return Standing.UNNAMED
    found = [_dkim(texts) for texts in selectors.values()]
    return next((each for each in (Standing.GOOD, Standing.UNKNOWN, Standing.REVOKED) if each in found), found[0])


def _dkim(texts: Texts) -> Standing:
    if texts is None:
        return Standing.UNKNOWN
    keys = [tags["p"] for text in texts if "p" in (tags := _tags(text))]
    if not keys:
        return Standing.ABSENT
    return Standing.GOOD if any(keys) else Standing.REVOKED


def dmarc_standing(names: Sequence[Texts]) -> Standing:
    """The nearest domain that has a policy speaks; one that could not be asked hides what it says."""
    for texts in names:
        if texts is None:
            return Standing.UNKNOWN
        found = [tags for text in texts if (tags := _tags(text)).get("v", "").upper() == "DMARC1"]
        if len(found) > 1:
            return Standing.SEVERAL
        if found:
            return Standing.GOOD if found[0].get("p") in {"none", "quarantine", "reject"} else Standing.WEAK
    return Standing.ABSENT


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, is_one, value in pairs if is_one}
