"""How do those affected, their statuses and their accounts read?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.plan_accounts import Pill
from console.views.shown import Choice, Figure
from lifecycle.api import AccountStanding, AffectedSubject, SunsetPlan, words
from lifecycle.rules.affected import AffectedStatus, SubjectKind
from lifecycle.rules.affected_list import Tally
from lifecycle.rules.tiers import Tier

STATUSES = {
    AffectedStatus.PENDING: ("blocked", gettext_lazy("not told yet")),
    AffectedStatus.NOTIFIED: ("caution", gettext_lazy("told")),
    AffectedStatus.ACKNOWLEDGED: ("caution", gettext_lazy("acknowledged")),
    AffectedStatus.MOVING: ("caution", gettext_lazy("moving over")),
    AffectedStatus.CLEAR: ("ok", gettext_lazy("clear")),
    AffectedStatus.EXEMPT: ("unknown", gettext_lazy("has leave to use it")),
    AffectedStatus.BREAKAGE_ACCEPTED: ("unknown", gettext_lazy("will break, accepted")),
}
KINDS = {
    SubjectKind.USER: gettext_lazy("user"),
    SubjectKind.INTEGRATION: gettext_lazy("integration"),
    SubjectKind.TOKEN: gettext_lazy("token"),
    SubjectKind.CLIENT_VERSION: gettext_lazy("client version"),
}
_SHOWN_NAMES = 6


@dataclass(frozen=True, slots=True)
class SubjectRow:
    key: str
    kind: str
    account: str
    account_key: str
    tier: str
    tier_label: str
    pill: Pill
    since: str
    claim: str
    claim_url: str
    count: str
    first: str
    last: str
    modules: str
    through: str
    replacement: str


def subject_row(row: AffectedSubject, plan: SunsetPlan) -> SubjectRow:
    shown = AffectedStatus(row.shown)  # type: ignore[attr-defined]  # annotated by affected.subjects
    return SubjectRow(
        key=row.key,
        kind=str(KINDS[SubjectKind(row.kind)]),
        account=row.account.name,
        account_key=row.account.key,
        tier=row.account.tier,
        tier_label=Tier(row.account.tier).label,
        pill=status_pill(shown),
        since=_since(row),
        claim=_("%(who)s says done: %(note)s") % {"who": row.claimed_by, "note": row.claim_note}
        if row.claimed_at
        else "",
        claim_url=reverse("console:affected_claim", args=[plan.key, row.uuid]) if shown != AffectedStatus.CLEAR else "",
        count=words.number(row.count),
        first=words.day(row.first_at.date()),
        last=words.day(row.last_at.date()),
        modules=_names(row.modules),
        through=_names(row.through),
        replacement=words.day(row.replacement_at.date()) if row.replacement_at else "",
    )


@dataclass(frozen=True, slots=True)
class AccountRow:
    name: str
    key: str
    url: str
    pill: Pill
    subjects: str
    left: str
    last: str


def account_row(each: AccountStanding, list_url: str) -> AccountRow:
    return AccountRow(
        name=each.name,
        key=each.account,
        url=f"{list_url}?{urlencode({'account': each.account})}",
        pill=status_pill(each.status),
        subjects=words.number(each.subjects),
        left=words.number(each.left),
        last=words.day(each.last_at.date()),
    )


def status_pill(status: AffectedStatus) -> Pill:
    tone, word = STATUSES[status]
    return Pill(tone, str(word))


def _claim(row: AffectedSubject) -> str:
    if row.claimed_at is None:
        return ""
    return _("%(who)s says done: %(note)s") % {"who": row.claimed_by, "note": row.claim_note}


def _since(row: AffectedSubject) -> str:
    day = words.day(row.status_since_at.date())
    if row.reopened_at and row.reopened_at == row.status_since_at:
        return _("used again, %(day)s") % {"day": day}
    return _("since %(day)s") % {"day": day}


def _names(found: list[str]) -> str:
    more = len(found) - _SHOWN_NAMES
    shown = words.listed(found[:_SHOWN_NAMES])
    return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown


def tally_figures(tally: Tally) -> tuple[Figure, ...]:
    """Who is left, then each step of the ladder; those aside stand beside the clear ones."""
    aside = tally.of(AffectedStatus.EXEMPT) + tally.of(AffectedStatus.BREAKAGE_ACCEPTED)
    note = _("%(count)s more with leave") % {"count": words.number(aside)} if aside else ""
    return (
        Figure(
            _("Still to go"), words.number(tally.left), _("of %(count)s in all") % {"count": words.number(tally.total)}
        ),
        *(Figure(str(STATUSES[status][1]), words.number(tally.of(status))) for status in list(AffectedStatus)[:4]),
        Figure(str(STATUSES[AffectedStatus.CLEAR][1]), words.number(tally.of(AffectedStatus.CLEAR)), note),
    )


def status_choices(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, str(word), each == chosen) for each, (_tone, word) in STATUSES.items())


def kind_choices(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, str(word), each == chosen) for each, word in KINDS.items())
