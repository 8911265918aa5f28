"""What was doubtful when approval was asked for, and on which ground do these people get a notice at all?"""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from console.views.shown import Fact
from lifecycle.api import sentence, words
from notifications.api import AudienceMember, NoticeApproval, safeguards
from notifications.rules.legal_basis import legal_basis


def doubts(rows: Iterable[NoticeApproval]) -> tuple[Fact, ...]:
    """As it was when asked, each sentence once however many notices were asked for."""
    found = [caution for row in rows for caution in safeguards.doubts_of(row).cautions]
    said = list(dict.fromkeys(sentence(each) for each in found))
    return tuple(Fact(_("In doubt when asked"), each) for each in said)


def bases(members: Iterable[AudienceMember]) -> Fact:
    """By ground, with how many accounts; where we know of none, that is said."""
    countries: dict[str, set[int]] = defaultdict(set)
    for each in members:
        countries[legal_basis(each.country)].add(each.account_id)
    known = [f"{ground}: {words.number(len(of))}" for ground, of in sorted(countries.items()) if ground]
    unknown = len(countries.get("", ()))
    if unknown:
        known.append(_("unknown to us, ask counsel: %(count)s") % {"count": words.number(unknown)})
    return Fact(_("Legal basis, accounts"), "; ".join(known) or _("nobody"))
