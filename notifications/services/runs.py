"""Which mailing does a contact leave with, and whose letters are its first?"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from lifecycle.api import Contact
from lifecycle.rules.tiers import Tier
from notifications.models import HoldReason, Notice, NoticeApproval, SendRun, Touchpoint
from notifications.rules.addresses import address_norm
from notifications.rules.notice_codes import Channel
from notifications.rules.runs import Candidate, RunStatus, canary_size, choose_canary
from notifications.rules.statuses import TouchpointStatus
from notifications.services.due_contacts import DueContacts, steps_of_oldest
from notifications.services.words import language_of

BIG_PROVIDERS = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"}
    | {"qq.com", "163.com", "126.com", "mail.ru", "yandex.ru", "gmx.de", "web.de"}
)
_MOMENT = timedelta(microseconds=1)
_OPEN = (TouchpointStatus.PLANNED, TouchpointStatus.RELEASED)

Mailing = tuple[int, str, int]  # notice, moment, revision of the dates
Leaving = list[tuple[DueContacts, SendRun | None]]


def hold_of(touchpoint: Touchpoint) -> str:
    run = touchpoint.run if touchpoint.run_id else None
    return hold_in(run, Channel(touchpoint.channel), is_canary=touchpoint.is_canary)


def hold_in(run: SendRun | None, channel: Channel, *, is_canary: bool) -> str:
    """Why a letter of this mailing must wait, if it must; calls by people wait for nobody's canary."""
    if run is None or channel == Channel.DESK_TASK:
        return ""
    if run.status == RunStatus.HALTED:
        return HoldReason.HALTED
    return HoldReason.CANARY if run.status == RunStatus.CANARY and not is_canary else ""


def open_runs(due: QuerySet[Touchpoint], count: int, *, now: datetime) -> None:
    """Before any contact is locked: those that the next `count` contacts leave with, and not all that is due.

    What else the release meets, past a crowd that waits, it names itself: that is opened before its next transaction.
    """
    if not (approved := list(_valid().values_list("notice", flat=True))):
        return
    waiting = due.filter(status=TouchpointStatus.PLANNED, run=None, notice__in=approved)
    keys = {(notice, _moment(step), revision) for notice, step, revision in steps_of_oldest(waiting, count)}
    open_named(keys - set(_runs({notice for notice, _moment, _revision in keys})), now=now)


def open_named(keys: Collection[Mailing], *, now: datetime) -> None:
    """While no contact is locked, each in a transaction of its own: two rounds at once wait here, holding nothing."""
    for key in sorted(keys):
        _open(key, now)


def with_runs(due: Collection[DueContacts]) -> tuple[Leaving, frozenset[Mailing]]:
    """With the mailing that each leaves with, if any: what was approved leaves with that of its moment.

    Whose mailing is not open is not in it; those mailings are named, to be opened once nothing is locked.
    """
    notices = {each.notice_id for each in due}
    approved = set(_valid().filter(notice__in=notices).values_list("notice", flat=True))
    if not approved and not any(each.run_id for each in due):
        return [(each, None) for each in due], frozenset()
    runs = _runs(notices)
    by_id = {run.pk: run for run in runs.values()}
    found, unopened = [], set[Mailing]()
    for each in due:
        key = (each.notice_id, _moment(each.step), each.date_revision)
        joins = each.notice_id in approved and each.run_id is None
        run = runs.get(key) if joins else by_id.get(each.run_id or 0)
        if run or not joins:
            found.append((each, run))
        else:
            unopened.add(key)
    return found, frozenset(unopened)


def _valid() -> QuerySet[NoticeApproval]:
    return NoticeApproval.objects.filter(approved_at__isnull=False, ended_at__isnull=True)


def _runs(notices: Iterable[int]) -> dict[Mailing, SendRun]:
    return {(run.notice_id, run.moment, run.date_revision): run for run in SendRun.objects.filter(notice__in=notices)}


def _moment(step: str) -> str:
    return step.rpartition(".")[0] or step


@transaction.atomic
def _open(key: Mailing, now: datetime) -> None:
    notice_id, moment, revision = key
    Notice.objects.select_for_update(no_key=True).get(pk=notice_id)
    approval = _valid().filter(notice=notice_id).first()
    known = SendRun.objects.filter(notice=notice_id)
    if approval is None or known.filter(moment=moment, date_revision=revision).exists():
        return
    SendRun.objects.create(
        notice_id=notice_id,
        number=(known.aggregate(last=Max("number"))["last"] or 0) + 1,
        moment=moment,
        date_revision=revision,
        approval=approval,
        opened_at=now,
        judged_from=now - _MOMENT,
        **_canary(notice_id, moment, revision),
    )


def _canary(notice_id: int, moment: str, revision: int) -> dict[str, object]:
    """Chosen for the whole mailing at once, so that every language has its first letters."""
    mailing = Touchpoint.objects.filter(
        notice=notice_id, date_revision=revision, step__startswith=f"{moment}.", status__in=_OPEN
    )
    letters = mailing.filter(channel=Channel.EMAIL)
    size = canary_size(letters.count())
    chosen = choose_canary(_candidates(letters), size) if size else frozenset()
    first = mailing.filter(account__in=chosen).select_for_update(no_key=True).order_by("id")
    mailing.filter(pk__in=[row.pk for row in first]).update(is_canary=True)
    return {"canary_size": len(chosen), "status": RunStatus.CANARY if chosen else RunStatus.RUNNING}


def _candidates(letters: QuerySet[Touchpoint]) -> list[Candidate]:
    rows = list(letters.values_list("account_id", "account__language", "account__tier", "due_at"))
    people = Contact.objects.filter(account__in=[row[0] for row in rows], is_active=True).order_by("-id")
    first = {
        account: (language, email) for account, language, email in people.values_list("account", "language", "email")
    }
    found = []
    for account, spoken, tier, due_at in rows:
        language, email = first.get(account, ("", ""))
        domain = address_norm(email).rpartition("@")[2] if email else ""
        mailbox = domain if domain in BIG_PROVIDERS else ""
        found.append(Candidate(account, language_of(language, spoken), mailbox, due_at, tier == Tier.KEY))
    return found
