"""Would approved letters arrive, and can people do what they ask for: the sender, the quotas, the calls?"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek

from lifecycle.api import Contact, SunsetPlan
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.verdicts import Verdict, together
from notifications.channels.email.sender import sender_records
from notifications.models import Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.planner import PLANNABLE, plan_touchpoints
from notifications.rules.preflight import PreflightCheck, call_checks, quota_checks, sender_checks
from notifications.rules.statuses import TouchpointStatus
from notifications.rules.workload import GMAIL, CallsOfWeek, MailsOfDay, calls_by_week, mails_by_day
from notifications.services.picture import concerned, picture_of
from notifications.services.workload import addresses_of


def preflight(plan: SunsetPlan, *, now: datetime) -> tuple[PreflightCheck, ...]:
    """Asks the network for the sender's records: never inside a transaction. Other plans' letters and calls count."""
    mails, weeks = _load(plan, now)
    most = max((each.mails for each in mails), default=0)
    return (
        *sender_checks(sender_records(), most_mails=most),
        *quota_checks(mails, quota=settings.MAIL_PER_DAY),
        *call_checks(weeks, limit=settings.CALLS_PER_WEEK),
    )


def preflight_verdict(plan: SunsetPlan, *, now: datetime) -> Verdict:
    return together(each.verdict for each in preflight(plan, now=now))


def _load(plan: SunsetPlan, now: datetime) -> tuple[tuple[MailsOfDay, ...], tuple[CallsOfWeek, ...]]:
    stage = Stage(plan.stage)
    as_if = stage if stage in PLANNABLE or stage not in LADDER else Stage.DECIDED
    planned = plan_touchpoints(picture_of(plan, now=now, stage=as_if), now=now)
    accounts = {each.key: each for each in concerned(plan)}
    is_packed = from_json(plan.settings).packs_notices
    mails = mails_by_day(planned, addresses_of(accounts.values()), is_packed=is_packed)
    calls = calls_by_week(planned, {key: account.csm_email for key, account in accounts.items()})
    return _with_other_mails(plan, mails), _with_other_calls(plan, calls)


def _with_other_mails(plan: SunsetPlan, mails: Iterable[MailsOfDay]) -> tuple[MailsOfDay, ...]:
    """The provider counts per sender, not per retirement; of others one mailbox per contact is taken."""
    found = {each.day: each for each in mails}
    is_gmail = Q()
    for domain in GMAIL:
        is_gmail |= Q(email_norm__endswith=f"@{domain}")
    people = Contact.objects.filter(is_gmail, account=OuterRef("account"), is_active=True)
    rows = _others(plan, Channel.EMAIL).filter(day__in=found).values("day")
    counted = rows.annotate(mails=Count("pk"), gmail=Count("pk", filter=Exists(people)))
    for day, count, gmail in counted.values_list("day", "mails", "gmail"):
        here = found[day]
        found[day] = MailsOfDay(day, here.mails + count, here.gmail + gmail, here.notices + count)
    return tuple(found.values())


def _with_other_calls(plan: SunsetPlan, calls: Iterable[CallsOfWeek]) -> tuple[CallsOfWeek, ...]:
    found = {(each.csm, each.monday): each.calls for each in calls}
    rows = _others(plan, Channel.DESK_TASK).values("account__csm_email", monday=TruncWeek("day"))
    counted = rows.annotate(calls=Count("pk")).values_list("account__csm_email", "monday", "calls")
    for csm, monday, count in counted:
        if (csm, monday) in found:
            found[csm, monday] += count
    return tuple(CallsOfWeek(csm, monday, count) for (csm, monday), count in sorted(found.items()))


def _others(plan: SunsetPlan, channel: Channel) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.filter(channel=channel, status=TouchpointStatus.PLANNED).exclude(plan=plan).order_by()
