"""What holds after every step of a walk, and what when all is calm again?"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from lifecycle.models import Account
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from notifications.models import Attempt, Delivery, DeskTask, InboxMessage, Obligation, Touchpoint
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.release import ALLOWED
from notifications.rules.statuses import LEASED, RANKS, TOLD, UNSENT, DeliveryStatus, TouchpointStatus
from notifications.services.words import day_in_sentence
from tests.notifications.machine.world import World

_READ = TOLD | {DeliveryStatus.HARD_BOUNCED}  # what the server had taken, whatever was told of it later
_IN_DOUBT = {DeliveryStatus.READY, DeliveryStatus.CLAIMED}  # and sent once more under its key


@dataclass
class Promises:
    """`ranks` and `sent` are what the step before saw."""

    ranks: dict[int, int] = field(default_factory=dict)
    sent: int = 0

    def hold(self, world: World) -> None:
        mails = list(Delivery.objects.filter(channel=Channel.EMAIL, carrier=None).select_related("touchpoint__notice"))
        taken = Counter(world.sink.taken())
        by_name = {each.message_id: each for each in mails}
        assert not world.sink.changed, "a key came again with another text"
        assert set(taken) <= set(by_name), "the server has what the ledger does not know"
        assert max(taken.values(), default=0) <= 1, f"doubled: {taken}"
        for name, mail in by_name.items():
            again = _IN_DOUBT if world.sink.knows_keys and mail.body_sha else frozenset()
            assert name not in taken or mail.status in _READ | again, f"{mail.status}: but it arrived"
            assert mail.status != DeliveryStatus.ACCEPTED or name in taken, "accepted, and it never came"
        self._only_rises(mails)
        self._adds_up()
        self._leaves_only_when_allowed(world)
        self._corrects_only_who_heard()

    def _only_rises(self, mails: list[Delivery]) -> None:
        now = {each.pk: RANKS.get(DeliveryStatus(each.status), 0) for each in mails}
        assert all(now[pk] >= rank for pk, rank in self.ranks.items()), "an event lowered a rank"
        self.ranks = now

    def _adds_up(self) -> None:
        """Whatever was released leads to a message or to work for a person; no row is ever gone."""
        found = Touchpoint.objects.filter(status__in=[TouchpointStatus.RELEASED, TouchpointStatus.SERVED])
        silent = found.filter(deliveries__isnull=True, tasks__isnull=True)
        assert not silent.exists(), "released, and nobody has it"
        rows = Delivery.objects.count()
        by_status = Counter(Delivery.objects.values_list("status", flat=True))
        assert sum(by_status[each] for each in DeliveryStatus) == rows >= self.sent
        self.sent = rows
        due = Obligation.objects.filter(status="open")
        assert not due.filter(touchpoints__isnull=True).exists(), "a duty that no contact serves"

    def _leaves_only_when_allowed(self, world: World) -> None:
        stage = world.stage
        fresh = Attempt.objects.filter(started_at__gt=world.plan.stage_since_at).exclude(code="unsent")
        codes = set(fresh.values_list("delivery__touchpoint__notice__code", flat=True).distinct())
        assert all(stage in ALLOWED[NoticeCode(code)] for code in codes), f"{codes} left while {stage}"

    def _corrects_only_who_heard(self) -> None:
        rows = Attempt.objects.exclude(delivery__channel=Channel.DESK_TASK).exclude(
            outcome__in=["refused", "temporary"]
        )
        told = rows.values_list("delivery__account_id", "delivery__touchpoint__notice__code", "started_at")
        first: dict[int, object] = {}
        for account, code, _at in sorted(told, key=lambda row: (row[2], row[1] == NoticeCode.CORRECTION)):
            assert account in first or code not in {NoticeCode.CORRECTION, NoticeCode.CANCELLED}, "told nothing before"
            first[account] = code


def hold_in_calm(world: World) -> None:
    """Nothing is lost, and nobody's latest message names a dead date."""
    assert not Delivery.objects.filter(status__in=sorted(LEASED)).exists()
    overdue = Delivery.objects.filter(status__in=sorted(UNSENT), not_before__lte=world.now)
    assert not overdue.exists(), [(each.status, each.hold_reason, each.detail) for each in overdue]
    planned = Touchpoint.objects.filter(status=TouchpointStatus.PLANNED, due_at__lte=world.now)
    may = [code.value for code, stages in ALLOWED.items() if world.stage in stages]
    assert not planned.filter(notice__code__in=may).exists(), "due, and never released"
    for account in Account.objects.all():
        _knows_what_holds(world, account)


def _knows_what_holds(world: World, account: Account) -> None:
    told = Touchpoint.objects.filter(plan=world.plan_id, account=account, told_at__isnull=False)
    seen = InboxMessage.objects.filter(account=account).order_by("-id").first()
    if not told.exists():
        assert seen is None
        return
    if world.stage is Stage.CANCELLED:
        assert seen is None or seen.notice.code == NoticeCode.CANCELLED
        assert told.filter(notice__code=NoticeCode.CANCELLED).exists() or _is_with_a_person(account)
        return
    off = world.off()
    latest = told.order_by("-told_at", "-id")[0]
    said = (latest.told_dates or {}).get(MilestoneKind.OFF)
    assert said == off or _is_with_a_person(account), f"{account.key} knows {said}, and it is {off}"
    if seen is not None:
        _names_no_dead_end(seen.body_text, world)
    if (last := _last_mail(world, account)) and not _is_with_a_person(account):
        _names_no_dead_end(last, world)


def _names_no_dead_end(text: str, world: World) -> None:
    """Beside the new one a correction says the old one; another date may fall on the day of a former end."""
    holds = {each.isoformat() for each in world.plan.milestones.values_list("date", flat=True)}
    said = "\n".join(line for line in text.splitlines() if "before:" not in line)
    assert day_in_sentence(date.fromisoformat(world.off()), "en") in said, f"names another end: {said}"
    found = [day for day in sorted(world.dead - holds) if day_in_sentence(date.fromisoformat(day), "en") in said]
    assert not found, f"{found} is dead: {said}"


def _is_with_a_person(account: Account) -> bool:
    """Somebody has to find another way to them; a call of the series is no such work."""
    open_ones = DeskTask.objects.filter(account=account, status=DeskTask.Status.OPEN)
    return open_ones.exclude(touchpoint__channel=Channel.DESK_TASK).exists()


def _last_mail(world: World, account: Account) -> str:
    own = set(Delivery.objects.filter(account=account).values_list("message_id", flat=True))
    for each in reversed(world.sink.messages):
        body = each.message.get_body(("plain",))
        if str(each.message["Message-ID"]) in own and body is not None:
            return str(body.get_content())
    return ""
