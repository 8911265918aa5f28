"""How do feedback, effects on groups, dependants, risks taken and the history of an assessment read?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from console.views.assessment_rows import SEVERITY_TONES, entry_url
from console.views.plan_accounts import Pill
from lifecycle.api import Assessment, words
from lifecycle.rules.assessment_entries import Effect, Kind
from lifecycle.rules.feedback import Remark, Severity


@dataclass(frozen=True, slots=True)
class RemarkRow:
    voice: str
    pill: Pill
    text: str
    about: str
    account: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    group: str
    text: str
    owner: str
    follow_up: str
    is_due: bool
    outcome: str
    url: str


@dataclass(frozen=True, slots=True)
class DependantRow:
    name: str
    kind: str
    pill: Pill
    note: str
    answered: str
    url: str


def remark_row(remark: Remark, *, account: str = "", recorded: str = "", url: str = "") -> RemarkRow:
    said = [remark.said_by, words.day(remark.said_date) if remark.said_date else "", recorded]
    return RemarkRow(
        voice=_(remark.voice.label),
        pill=Pill(SEVERITY_TONES[remark.severity], _(remark.severity.label)),
        text=remark.text,
        about=remark.about,
        account=account or remark.account,
        who=" · ".join(each for each in said if each),
        url=url,
    )


def remark_rows(plan_key: str, found: Assessment) -> tuple[RemarkRow, ...]:
    """The gravest first, then the newest."""
    grave = list(Severity)
    ordered = sorted(found.remarks, key=lambda each: each.recorded_at, reverse=True)
    return tuple(
        remark_row(
            each.remark,
            account=each.account_name,
            recorded=_("recorded by %(name)s") % {"name": each.recorded_by},
            url=entry_url(plan_key, Kind.REMARK, each.uuid),
        )
        for each in sorted(ordered, key=lambda each: grave.index(each.remark.severity))
    )


def effect_rows(
    plan_key: str, effects: Sequence[tuple[UUID | None, Effect]], *, today: date | None = None
) -> tuple[EffectRow, ...]:
    return tuple(
        EffectRow(
            group=_(each.group.label),
            text=each.text,
            owner=each.owner or _("nobody"),
            follow_up=words.day(each.follow_up_date) if each.follow_up_date else _("no day"),
            is_due=bool(today and not each.outcome and each.follow_up_date and each.follow_up_date <= today),
            outcome=each.outcome,
            url=entry_url(plan_key, Kind.EFFECT, uuid) if uuid else "",
        )
        for uuid, each in effects
    )


def dependant_rows(plan_key: str, found: Assessment) -> tuple[DependantRow, ...]:
    return tuple(
        DependantRow(
            name=each.name,
            kind=_("Integration") if each.is_integration else _("Module"),
            pill=Pill("ok", _("answered for")) if each.by else Pill("blocked", _("nobody answered")),
            note=each.note,
            answered=f"{each.by}, {words.instant(each.at)}" if each.by else "",
            url=entry_url(plan_key, Kind.ACKNOWLEDGEMENT, name=each.name),
        )
        for each in found.dependants
    )
