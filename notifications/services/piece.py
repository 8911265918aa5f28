"""How is one piece of a plan's accounts made to match it, in one transaction?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from lifecycle.api import SunsetPlan, record, ring
from lifecycle.rules.actors import Actor
from notifications.rules.compare import compare
from notifications.rules.planned import Changes, Tally
from notifications.rules.planner import each_touchpoint
from notifications.services.existing import existing_of
from notifications.services.pieces import Pieces
from notifications.services.plan_calendar import is_kept, keep_calendar
from notifications.services.plan_lock import locked_plan
from notifications.services.planning_round import failing_in, is_ended, keep_place, place_in
from notifications.services.singled_out import PASSES_BY, all_but_failing
from notifications.services.touchpoints import apply_changes

RECONCILER = Actor.system("reconciler")


class PlanHeldError(Exception):
    """Somebody else goes on holding the plan."""


class PlanChangedError(Exception):
    """What was read of the plan no longer holds."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Up to which account, which may be further than was asked: somebody else is at work on the same round."""

    tally: Tally
    until: str


@dataclass(frozen=True, slots=True)
class Matching:
    """One look at a whole plan, as of `now`. What changes anything raises PlanHeldError and PlanChangedError."""

    pieces: Pieces
    now: datetime
    waits: bool

    @property
    def begins_after(self) -> str:
        return place_in(self.pieces.look.plan, self.pieces.basis)

    def is_behind(self, keys: Sequence[str]) -> bool:
        """Without the plan's lock, for which whoever pauses the plan would wait; a first look only.

        Whom planning failed on before is behind once it no longer does.
        """
        known = failing_in(self.pieces.look.plan)
        sound = [key for key in keys if key not in known]
        return self._changes_or_fails(sound, True) or not all(
            self._changes_or_fails([key], None) is None for key in keys if key in known
        )

    def _changes_or_fails(self, keys: Sequence[str], failed: bool | None) -> bool | None:
        try:
            return bool(self._changes(keys))
        except PASSES_BY:
            raise
        except Exception:
            return failed

    def _changes(self, keys: Sequence[str]) -> Changes:
        wanted = each_touchpoint(self.pieces.picture(keys), now=self.now)
        return compare(wanted, existing_of(self.pieces.look.plan, keys), today=self.now.date())

    def settle(self, keys: Sequence[str]) -> Settled:
        with self._locked() as plan:
            place = place_in(plan, self.pieces.basis)
            if place >= keys[-1]:
                return Settled(Tally(), place)
            known = failing_in(plan)
            tally, failing = all_but_failing(plan, keys, partial(self._applied, plan), known=known)
            still = known.difference(keys) | failing
            if keys[-1] == self.pieces.keys[-1]:
                self._at_end(plan, still)
            elif tally or still != known:
                keep_place(plan, self.pieces.basis, keys[-1], now=self.now, failing=still)
            return Settled(tally, keys[-1])

    def stop_after(self, key: str) -> None:
        """For now: the rest is rung for."""
        with self._locked() as plan:
            keep_place(plan, self.pieces.basis, key, now=self.now)
            ring("notifications.reconcile", plan_id=plan.pk)

    def end(self) -> None:
        plan = self.pieces.look.plan
        is_known = failing_in(plan).issubset(self.pieces.keys)
        if not (is_known and is_kept(plan, self.pieces.cover) and is_ended(plan, self.pieces.basis)):
            with self._locked() as locked:
                self._at_end(locked, failing_in(locked))

    @contextmanager
    def _locked(self) -> Iterator[SunsetPlan]:
        with transaction.atomic():
            plan = locked_plan(self.pieces.look.plan.pk, waits=self.waits)
            if plan is None:
                raise PlanHeldError
            if not self.pieces.is_of(plan):
                raise PlanChangedError
            yield plan

    def _applied(self, plan: SunsetPlan, keys: Sequence[str]) -> Tally:
        changes = self._changes(keys)
        if tally := changes.tally:
            apply_changes(plan, changes, accounts=keys, now=self.now)
            record(
                "notifications.touchpoints.reconciled",
                subject=plan.key,
                actor=RECONCILER,
                at=self.now,
                plan_key=plan.key,
                counts=asdict(tally),
            )
        return tally

    def _at_end(self, plan: SunsetPlan, failing: frozenset[str]) -> None:
        keep_calendar(plan, self.pieces.cover, actor=RECONCILER, now=self.now)
        keep_place(plan, self.pieces.basis, "", now=self.now, failing=failing.intersection(self.pieces.keys))
        ring("notifications.deliver")
