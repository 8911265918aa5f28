"""In which retirement does a walk play, and what can be done to it?

Everything is set up once; each walk begins there again. The acts are the product's own.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lifecycle.api import advance
from lifecycle.models import Account, Contact, SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.services.move_date import write_move
from notifications.api import apply_events, deliver_due, next_due_at, receive_events, reconcile, settle_uncertain
from notifications.models import Delivery
from notifications.rules.provider_events import Meaning, ProviderEvent
from notifications.rules.statuses import DeliveryStatus
from tests.cast import NOON, acme, corner_shop, dora, know, neighbour, paul
from tests.notifications.machine.dying import Asleep, end_leases, wake
from tests.notifications.machine.faulty_sink import FaultySink, Mood
from tests.notifications.scenes import announced

SOON = timedelta(days=8)  # a correction is due within a week


@dataclass
class World:
    """`now` is the instant that the plan lives in; `dead` are ends that were told, or planned, and hold no more."""

    plan_id: int
    sink: FaultySink
    now: datetime = NOON
    dead: set[str] = field(default_factory=set)
    asleep: list[Asleep] = field(default_factory=list)

    @property
    def plan(self) -> SunsetPlan:
        return SunsetPlan.objects.select_related("module").get(pk=self.plan_id)

    @property
    def stage(self) -> Stage:
        return Stage(self.plan.stage)

    def off(self) -> str:
        return self.plan.milestones.get(kind=MilestoneKind.OFF).date.isoformat()

    def pass_time(self, hours: int) -> None:
        """None at all: until something is due."""
        due = None if hours else next_due_at(after=self.now)
        self.now = due or self.now + timedelta(hours=hours or 24)

    def tick(self) -> None:
        reconcile(plan_id=self.plan_id, now=self.now)
        deliver_due(now=self.now)

    def concern(self, account: Account, uses: int) -> None:
        know(self.plan, "usage_below", uses, account=account, at=self.now)
        reconcile(plan_id=self.plan_id, now=self.now)

    def move(self, days: int) -> None:
        """Every date that is still to come, as a plan file would; nothing comes to stand in the past."""
        plan, today = self.plan, self.now.date()
        ahead = [each for each in plan.milestones.all() if each.date > today]
        if any(each.date + timedelta(days=days) <= today for each in ahead):
            return
        self.dead.add(self.off())
        for each in ahead:
            to = each.date + timedelta(days=days)
            at = each.local_time
            write_move(plan=plan, milestone=each, to=to, local_time=at, reason="It takes longer.", now=self.now)
        plan.revision += 1
        plan.save(update_fields=["revision"])
        self.dead.discard(self.off())

    def step(self, to: Stage) -> None:
        advance(plan_id=self.plan_id, to=to, actor=paul().actor, now=self.now, reason="because")

    def told(self, delivery: Delivery, meanings: list[Meaning]) -> None:
        """The provider tells these in this order."""
        events = [
            ProviderEvent(delivery.message_id, f"{delivery.pk}-{meaning}", meaning, self.now, "told")
            for meaning in meanings
        ]
        for event in events:
            receive_events(provider="test", events=[event], now=self.now)
        apply_events(now=self.now)

    def settle_doubts(self) -> None:
        """A person looks: what they say is true."""
        taken = set(self.sink.taken())
        for each in Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN):
            arrived = each.message_id in taken
            settle_uncertain(delivery_id=each.pk, arrived=arrived, actor=dora().actor, note="asked", now=self.now)

    def wake_all(self) -> None:
        for each in self.asleep:
            wake(each, now=self.now)
        self.asleep.clear()

    def calm(self) -> None:
        """All is well again, and a week passes."""
        self.sink.mood = Mood.KEEP
        self.wake_all()
        end_leases()
        if self.stage is Stage.PAUSED:
            self.step(Stage(self.plan.paused_from))
        end = self.now + SOON
        self.tick()
        while (following := next_due_at(after=self.now)) and following <= end:
            self.now = following
            self.tick()
        self.now = end
        self.tick()


def set_up(sink: FaultySink) -> World:
    shop = corner_shop()
    email = "second@corner-shop.example"
    Contact.objects.create(account=shop, email=email, email_norm=email, role=Contact.Role.BILLING)
    world = World(announced(acme(), shop).pk, sink)
    neighbour(), dora(), paul()
    return world
