"""Is our content on its way to the replacement, and did it arrive?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifecycle.api import Account, words
from portability.api import Transfer, transfers
from portability.rules.transfer_status import TransferStatus

S = TransferStatus
_SAID = {
    S.COMPLETED: ("ok", gettext_lazy("arrived")),
    S.VERIFYING: ("info", gettext_lazy("being checked")),
    S.PAUSED: ("caution", gettext_lazy("paused")),
    S.FAILED: ("caution", gettext_lazy("paused")),
    S.ROLLED_BACK: ("unknown", gettext_lazy("taken back")),
}
_UNDER_WAY = ("info", gettext_lazy("under way"))


@dataclass(frozen=True, slots=True)
class OwnTransfer:
    module: str
    tone: str
    word: str
    done: str
    total: str
    kept: str
    percent: int
    verified: str


def own_transfers(account: Account) -> tuple[OwnTransfer, ...]:
    """What was begun; what is only rehearsed is no news for a customer."""
    found = transfers.own_transfers(account)
    paces = transfers.paces_of(found)
    return tuple(_shown(each, paces[each.pk]) for each in found)


def _shown(each: Transfer, pace: transfers.Pace) -> OwnTransfer:
    tone, word = _SAID.get(S(each.status), _UNDER_WAY)
    return OwnTransfer(
        module=each.plan.module.name,
        tone=tone,
        word=str(word),
        done=words.number(pace.written),
        total=words.number(pace.to_write),
        kept=words.number(pace.kept) if pace.kept else "",
        percent=pace.percent,
        verified=words.instant(each.verified_at) if each.verified_at else _("not yet"),
    )
