"""How does one module go from draft to closed, day by day, with everybody doing their part?

Every act calls the same services as pages, commands and the tick; only the clock is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from analytics import api as analytics
from config.demo import activity, customers, letters, success, transfers
from config.demo.assessment import weigh
from config.demo.load import World, at, load_activity
from config.demo.people import staff
from lifecycle.api import (
    Refused,
    SunsetPlan,
    advance,
    approve,
    attest,
    decide,
    drive_switches,
    gate_verdict,
    observe,
    plan_hash,
    promises_of,
    prove_audit,
    sentence,
)
from lifecycle.rules.actors import Actor
from lifecycle.rules.criteria import CRITERIA, DEMANDS, Source
from lifecycle.rules.milestones import STAGE_MILESTONE, MilestoneKind
from lifecycle.rules.stages import LADDER, RULES, Stage
from notifications import api as notifications
from portability import api as portability

MOVE_HOUR = 10
EVIDENCE_DAYS = frozenset({0})  # Monday, and whenever a stage is due; the tick looks every minute, a story need not
STRIDE = timedelta(hours=4)  # the tick looks every second or two
AFTER_THE_END = frozenset({Stage.OFF, Stage.OBSERVING})
OBSERVED_FOR = timedelta(days=5)  # stragglers are looked for daily at first, then with the other evidence
SAID_ELSEWHERE = frozenset({"replacement_ready", "teams_briefed"})  # by scorecard and by briefing; nobody signs
REHEARSED = "checked in the demo: {}"


@dataclass(slots=True)
class Story:
    """`say` gets one line per thing that happened; `refusals` are the gate's sentences before anybody signed.

    `is_activity_known`: the activity of all days lies there already, so that each day need not bring its own.
    """

    world: World
    plan: SunsetPlan
    say: Callable[[date, str], None]
    is_activity_known: bool = False
    refusals: list[str] = field(default_factory=list)
    dates: dict[MilestoneKind, date] = field(default_factory=dict)
    _delivered_to: date | None = None
    _noted: int = 0

    def __post_init__(self) -> None:
        self.dates = {each.kind: each.date for each in promises_of(self.plan)}

    @property
    def last_day(self) -> date:
        return self.dates[MilestoneKind.PURGE] + timedelta(days=3)

    def tell(self, until: date | None = None) -> None:
        """Run the days; stop early for a workspace that opens half-way."""
        day = self.world.first_day
        while day <= (until or self.last_day):
            self._day(day)
            self.plan.refresh_from_db()
            if self.plan.stage == Stage.CLOSED:
                break
            day += timedelta(days=1)

    def _day(self, day: date) -> None:
        is_observed = self.plan.stage in AFTER_THE_END and day <= self.dates[MilestoneKind.OFF] + OBSERVED_FOR
        is_watched = is_observed or day.weekday() in EVIDENCE_DAYS
        if is_watched or self._due_stages(day):
            self._deliver_activity(day)
        if is_watched:
            analytics.push_evidence(plan_id=self.plan.pk, now=at(day, 1))
        self._look_until(at(day, 0), at(day, MOVE_HOUR))
        noted = self._noted
        self._people(day)
        self._look_until(at(day, MOVE_HOUR), at(day, 23), is_changed=self._noted > noted)
        if is_watched:
            self._evidence(at(day, 23))

    def _deliver_activity(self, day: date) -> None:
        """All complete days since the last delivery at once: each figure is the same as with one a day."""
        first, self._delivered_to = self._delivered_to or self.world.first_day, day
        days = [first + timedelta(days=n) for n in range((day - first).days)]
        if not days or self.is_activity_known:
            return
        announced, off = self.dates[MilestoneKind.ANNOUNCE], self.dates[MilestoneKind.OFF]
        load_activity(self.world, days, announced=announced, off=off, now=at(day, 0))

    def _look_until(self, now: datetime, end: datetime, *, is_changed: bool = True) -> None:
        """What the tick does: match rows with the plan, then deliver whatever becomes due, in strides."""
        if is_changed:
            notifications.reconcile(plan_id=self.plan.pk, now=now)
            notifications.deliver_due(now=now)
        while (due := notifications.next_due_at(after=now)) is not None and due < end:
            now = max(due, min(now + STRIDE, end))
            notifications.deliver_due(now=now)
        portability.expire_exports(now=end)

    def _evidence(self, now: datetime) -> None:
        notifications.push_evidence(plan_id=self.plan.pk, now=now)
        portability.push_evidence(plan_id=self.plan.pk, now=now)
        drive_switches(plan_id=self.plan.pk, now=now)
        observe(plan_id=self.plan.pk, now=now)
        prove_audit(now=now)

    def _people(self, day: date) -> None:
        """Success managers, customers and the plan's owner go to work."""
        now = at(day, MOVE_HOUR)
        letters.approve_again(self.plan, now, self._note)
        success.work_the_desk(self.plan, now, self._note)
        customers.answer_and_export(self.plan, self.dates, now, self._note)
        transfers.move_content(self.plan, self.dates, now, self._note)
        success.keep_archives(self.plan, self.dates, now, self._note)
        success.settle_stragglers(self.plan, now, self._note)
        self._moves(day)

    def _note(self, now: datetime, line: str) -> None:
        self._noted += 1
        self.say(now.date(), line)

    def _moves(self, day: date) -> None:
        for to in self._due_stages(day):
            has_moved_itself = LADDER.index(Stage(self.plan.stage)) >= LADDER.index(to)  # off was read back twice
            if not has_moved_itself and not self._enter(to, at(day, MOVE_HOUR)):
                break

    def _due_stages(self, day: date) -> list[Stage]:
        """The stages whose day has come, in order; the first steps have days of their own."""
        self.plan.refresh_from_db()
        own = {
            Stage.ASSESSING: self.world.first_day,
            Stage.DECIDED: self.world.first_day + timedelta(days=2),
            Stage.OBSERVING: self.dates[MilestoneKind.OFF],
        }
        skipped = self.plan.skipped_stages
        ahead = [each for each in LADDER[LADDER.index(Stage(self.plan.stage)) + 1 :] if each not in skipped]
        return [each for each in ahead if (own.get(each) or self.dates[STAGE_MILESTONE[each]]) <= day]

    def _enter(self, to: Stage, now: datetime) -> bool:
        """Sign, approve and take the step; a refusal is told and tried again the next day."""
        analytics.push_evidence(plan_id=self.plan.pk, now=now)
        if to is Stage.DECIDED:
            self._decide(now)
        if to is Stage.ANNOUNCED:
            letters.brief_teams(self.plan, now, self._note)
            letters.approve_letters(self.plan, now, self._note)
        if "test_export_verified" in DEMANDS.get(to, ()):
            success.test_export(self.plan, now, self._note)
        self._evidence(now)
        if to is Stage.OFF and not self.refusals:
            verdict = gate_verdict(plan=self.plan, to=to, now=now)
            self.refusals = [sentence(each) for each in verdict.blockers]
            self._note(now, f"the gate to off names {len(self.refusals)} blockers before anybody signed")
        self._sign(to, now)
        self._approve(to, now)
        try:
            advance(plan_id=self.plan.pk, to=to, actor=self.mover(to), now=now)
        except Refused as refusal:
            self._note(now, f"not {to.label} yet: {sentence(refusal.verdict.blockers[0])}")
            return False
        self._note(now, f"stage {to.label}")
        drive_switches(plan_id=self.plan.pk, now=now)
        drive_switches(plan_id=self.plan.pk, now=now + timedelta(minutes=1), is_forced=True)
        self.plan.refresh_from_db()
        notifications.publish_plan(plan_id=self.plan.pk, now=now)
        return True

    def _decide(self, now: datetime) -> None:
        weigh(self.plan, now)
        figures = analytics.decision_figures(module_key=activity.MODULE, now=now)
        decide(
            plan=self.plan,
            outcome="retire",
            rationale=f"{figures.accounts_28} accounts used it in 28 days; the store cannot be made safe.",
            options=["keep: it cannot be encrypted", "fix: 14 months of work", "merge", "retire: Spaces are there"],
            risks=["Two public archives hold more history than anybody has moved before."],
            usage=figures,
            actor=staff("paul").actor,
            now=now,
        )

    def _sign(self, to: Stage, now: datetime) -> None:
        for key in DEMANDS.get(to, ()):
            if CRITERIA[key].source is Source.ATTESTED and key not in SAID_ELSEWHERE:
                note = REHEARSED.format(CRITERIA[key].limit)
                attest(plan=self.plan, criterion=key, subject=None, actor=staff("olga").actor, note=note, now=now)
        if to is Stage.OFF:
            success.sign_off_rare_users(self.plan, now, self._note)

    def _approve(self, to: Stage, now: datetime) -> None:
        for name in ("lea", "olga")[: RULES[to].people]:
            approve(plan_id=self.plan.pk, to=to, seen_hash=plan_hash(self.plan), actor=staff(name).actor, now=now)

    def mover(self, to: Stage) -> Actor:
        return staff({"pm": "paul", "operator": "olga"}[RULES[to].mover]).actor
