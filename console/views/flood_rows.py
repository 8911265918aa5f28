"""How does a user who floods a module read in a table?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.api import FlaggedUser, FloodDecision
from console.views.plan_accounts import Pill
from lifecycle.api import words


@dataclass(frozen=True, slots=True)
class FloodRow:
    url: str
    account: str
    user: str
    pill: Pill
    peak: str
    peak_day: str
    usual: str
    decided: str


def flood_row(row: FlaggedUser) -> FloodRow:
    pill = {
        FloodDecision.OPEN: Pill("unknown", _("not decided")),
        FloodDecision.BOT: Pill("ok", _("does not count")),
        FloodDecision.PERSON: Pill("info", _("counts again")),
    }[FloodDecision(row.decision)]
    return FloodRow(
        url=reverse("console:flood", args=[row.uuid]),
        account=row.account_key,
        user=row.user,
        pill=pill,
        peak=words.number(row.peak),
        peak_day=words.day(row.peak_date),
        usual=words.number(row.usual),
        decided=f"{row.decided_by}: {row.note}" if row.decided_at else "",
    )
