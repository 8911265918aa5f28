"""Which steps does a walk choose from, in any order?"""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lifecycle.models import Account
from lifecycle.rules.stages import Stage
from notifications.api import reconcile
from notifications.models import Delivery
from notifications.rules.notice_codes import Channel
from notifications.rules.provider_events import Meaning
from notifications.rules.statuses import TOLD
from tests.cast import NOON, acme, corner_shop, neighbour
from tests.notifications.machine.dying import Point, die_at, end_leases
from tests.notifications.machine.faulty_sink import FaultySink, Mood
from tests.notifications.machine.promises import Promises, hold_in_calm
from tests.notifications.machine.world import World

FIRST_DAY = NOON + timedelta(days=2)  # the key account is due its announcement
_TOLD_LATER = [Meaning.DELIVERED, Meaning.SOFT, Meaning.ADDRESS, Meaning.COMPLAINED]


def _runs(walk: "Walk") -> bool:
    return walk.world.stage is Stage.ANNOUNCED


class Walk(RuleBasedStateMachine):
    """Each walk is taken back as a whole; `plan_id` was set up before them all."""

    def __init__(self, plan_id: int, sink: FaultySink) -> None:
        super().__init__()
        self._all = transaction.atomic()
        self._all.__enter__()
        sink.forget()
        self.world, self.promises = World(plan_id, sink, FIRST_DAY), Promises()

    @initialize(knows_keys=st.booleans())
    def a_provider(self, *, knows_keys: bool) -> None:
        if knows_keys:
            self.world.sink.learn_keys()

    @rule(mood=st.sampled_from(Mood))
    def the_server_changes(self, mood: Mood) -> None:
        self.world.sink.mood = mood

    @rule(hours=st.sampled_from([0, 0, 0, 1, 72, 24 * 16]))
    def time_passes(self, hours: int) -> None:
        self.world.pass_time(hours)

    @rule()
    def tick(self) -> None:
        self.world.tick()

    @rule()
    def only_reconcile(self) -> None:
        reconcile(plan_id=self.world.plan_id, now=self.world.now)

    @rule(point=st.sampled_from(Point))
    def a_worker_dies(self, point: Point) -> None:
        self.world.asleep += die_at(point, now=self.world.now)

    @rule()
    def leases_end(self) -> None:
        end_leases()

    @rule()
    @precondition(lambda self: self.world.asleep)
    def it_was_only_asleep(self) -> None:
        self.world.wake_all()

    @rule()
    def somebody_looks_at_doubts(self) -> None:
        self.world.settle_doubts()

    @rule(days=st.sampled_from([13, 11, -5]))
    @precondition(_runs)
    def dates_move(self, days: int) -> None:
        self.world.move(days)

    @rule(who=st.sampled_from([acme, corner_shop, neighbour]), uses=st.sampled_from([0, 5]))
    @precondition(_runs)
    def use_changes(self, who: Callable[[], Account], uses: int) -> None:
        self.world.concern(who(), uses)

    @rule()
    @precondition(_runs)
    def pause(self) -> None:
        self.world.step(Stage.PAUSED)

    @rule()
    @precondition(lambda self: self.world.stage is Stage.PAUSED)
    def resume(self) -> None:
        self.world.step(Stage.ANNOUNCED)

    @rule()
    @precondition(lambda self: self.world.stage in {Stage.PAUSED, Stage.ANNOUNCED})
    def cancel(self) -> None:
        self.world.step(Stage.CANCELLED)

    @rule(which=st.integers(0, 5), meanings=st.permutations(_TOLD_LATER), count=st.integers(1, 3), again=st.booleans())
    def the_provider_tells(self, which: int, meanings: list[Meaning], count: int, *, again: bool) -> None:
        mails = list(Delivery.objects.filter(channel=Channel.EMAIL, status__in=sorted(TOLD)).order_by("id"))
        taken = set(self.world.sink.taken())
        known = [each for each in mails if each.message_id in taken]
        if known:
            told = meanings[:count]
            self.world.told(known[which % len(known)], told + (told if again else []))

    @invariant()
    def promises_hold(self) -> None:
        self.promises.hold(self.world)

    def all_is_calm(self) -> None:
        self.world.calm()
        self.promises.hold(self.world)
        hold_in_calm(self.world)

    def take_back(self) -> None:
        transaction.set_rollback(True)
        self._all.__exit__(None, None, None)

    def teardown(self) -> None:
        try:
            if not connection.needs_rollback:
                self.all_is_calm()
        finally:
            self.take_back()
