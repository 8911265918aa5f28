"""What does the closing report of a plan say that ran for real, from what is on record?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from lifecycle.models import Evidence, SunsetPlan
from lifecycle.rules.closing_report import ClosingReport, Figure
from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.closing_report import ACCOUNT_CRITERIA, closing_report
from lifecycle.services.refusal import Refused
from lifecycle.services.sentences import criterion_name

TOLD_FROM = frozenset({Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED, Stage.CLOSED, Stage.ROLLED_BACK, Stage.CANCELLED})


def has_report(plan: SunsetPlan) -> bool:
    """Something has ended, so there is something to tell."""
    return Stage(plan.stage) in TOLD_FROM


def report_of(*, plan: SunsetPlan, now: datetime, lessons: Sequence[str] = ()) -> ClosingReport:
    """The same for page, file and command. Raises Refused while nothing has ended."""
    if not has_report(plan):
        raise Refused(blocked("no_report", Reason.WRONG_STAGE, stage=Stage(plan.stage).label))
    report = closing_report(plan=plan, now=now, use=use_by_day(plan), lessons=lessons)
    return replace(report, figures=(_counting(), *_proofs(report), *_leave(plan)))


def use_by_day(plan: SunsetPlan) -> list[tuple[date, int | None]]:
    """Uses that nobody had signed off, over all accounts, as the gate knew them at the end of each day.

    A day on which one account was unknown is unknown.
    """
    last_of_day = (
        Evidence.objects.filter(plan=plan, criterion="usage_below", account__isnull=False)
        .annotate(day=TruncDate("as_of", tzinfo=ZoneInfo(plan.timezone)))
        .order_by("day", "account_id", "-as_of", "-id")
        .distinct("day", "account_id")
    )
    known: dict[int, int | None] = {}
    days: dict[date, int | None] = {}
    total = unknown = 0
    for day, account, value in last_of_day.values_list("day", "account_id", "value").iterator():
        before, now_known = known.get(account, 0), None if value is None else int(value)
        known[account] = now_known
        total += (now_known or 0) - (before or 0)
        unknown += (now_known is None) - (before is None)
        days[day] = None if unknown else total
    return list(days.items())


def _counting() -> Figure:
    return Figure(_("Use, day by day"), _("Counted"), _("users within 28 days, as the gate knew them"), "G11")


def _proofs(report: ClosingReport) -> list[Figure]:
    """How many of the accounts each proof holds for."""
    total = len(report.accounts)
    answers = [(proof.criterion, proof.answer) for account in report.accounts for proof in account.proofs]
    return [
        Figure(
            _("Proofs on record"),
            criterion_name(name),
            _("%(count)s of %(total)s") % {"count": answers.count((name, "yes")), "total": total},
            CRITERIA[name].code,
        )
        for name in ACCOUNT_CRITERIA
    ]


def _leave(plan: SunsetPlan) -> list[Figure]:
    found = list(plan.exemptions.values_list("kind", flat=True))
    names = {"access": _("to go on using the module"), "criterion": _("to pass a criterion")}
    return [Figure(_("Leave given"), names[kind], str(found.count(kind))) for kind in names]
