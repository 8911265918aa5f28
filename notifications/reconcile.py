"""Do the planned contacts match what the plan asks for?"""

import logging
import math
import time
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from lifecycle.api import SunsetPlan
from lifecycle.rules.stages import ENDED
from notifications.models import Touchpoint
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Tally
from notifications.rules.planner import WITHDRAWN
from notifications.services.piece import Matching, PlanChangedError, PlanHeldError
from notifications.services.pieces import Pieces
from notifications.services.planning_round import note_failure, unsettled
from notifications.services.quarantine import anchored
from notifications.services.singled_out import PASSES_BY

logger = logging.getLogger(__name__)
AT_ONCE = 1_000  # accounts: the rows of a large plan are never all in memory, nor all in one transaction


def reconcile(*, plan_id: int, now: datetime, waits: bool = True, within_s: float = math.inf) -> Tally:
    """Safe to run twice, late, or on two machines: the plan's row is the lock. Answers how much was changed.

    Each piece of accounts is a transaction of its own. What was cut goes on after the last one; when the plan changed
    since, it begins anew. Until the end some accounts still have what the plan asked for before, as all of them have
    until the first piece: whoever asks about one account finds its rows before or after, never between. Nobody who
    needs all of them sees a part: no planned contact of the plan becomes a letter until then (`may_leave`), so that
    the first letters of a mailing are chosen, and those of one mailbox packed, among all.

    Whom planning fails on is left out, and on record with the operator; it goes on to its end for all others.

    `waits` False leaves a plan that somebody else goes on holding to the next look, and the worker to others. After
    `within_s` no further piece is begun and the rest is rung for. A ledger that may have forgotten letters plans
    nothing: by the days of what it thinks untold one sees what may have left.
    """
    tally, ends = Tally(), time.monotonic() + within_s
    is_changed = anchored(now=now) is not None
    while is_changed:
        plan, is_changed = SunsetPlan.objects.select_related("module").get(pk=plan_id), False
        basis = None
        try:
            matching = Matching(Pieces.of(plan, now=now), now, waits)
            basis = matching.pieces.basis
            for each in _settled(matching, ends):
                tally += each
        except PlanChangedError:
            is_changed = True
        except PlanHeldError:
            break
        except PASSES_BY:
            raise
        except Exception:
            note_failure(plan, basis, now=now)
            raise
    return tally


def _reconcile_among_others(plan_id: int, now: datetime, within_s: float) -> None:
    try:
        reconcile(plan_id=plan_id, now=now, waits=False, within_s=within_s)
    except PASSES_BY:
        raise
    except Exception:
        logger.exception("plan not planned", extra={"plan": plan_id})


def _settled(matching: Matching, ends: float) -> Iterator[Tally]:
    """A piece is looked at without the lock first, unless the one before it was behind, as this one will be then."""
    place, is_behind = matching.begins_after, False
    while keys := matching.pieces.after(place, at_once=AT_ONCE):
        place = keys[-1]
        if is_behind or matching.is_behind(keys):
            settled = matching.settle(keys)
            place, is_behind = settled.until, bool(settled.tally)
            yield settled.tally
        if time.monotonic() >= ends and matching.pieces.after(place, at_once=1):
            matching.stop_after(place)
            return
    matching.end()


def reconcile_withdrawn(*, now: datetime, within_s: float = math.inf) -> int:
    """Plans taken back whose told accounts have not all heard of it yet, should the doorbell be lost.

    And those of plans that nothing else looks at any more where a look was cut or failed: their last letters wait for
    its end. A plan that fails keeps no other from its letters; its operator hears of it.
    """
    heard = Touchpoint.objects.filter(
        plan=OuterRef("plan"),
        account=OuterRef("account"),
        notice__code=NoticeCode.CANCELLED,
    ).filter(Q(created_at__gte=OuterRef("plan__stage_since_at")) | Q(told_at__gte=OuterRef("told_at")))
    told = Touchpoint.objects.filter(~Exists(heard), plan=OuterRef("pk"), told_at__isnull=False)
    is_cut = Q(pk__in=unsettled().values("plan"), stage__in=ENDED)
    waiting = SunsetPlan.objects.filter(Q(Exists(told), stage__in=WITHDRAWN) | is_cut)
    ids, ends = list(waiting.order_by("pk").values_list("pk", flat=True)), time.monotonic() + within_s
    for plan_id in ids:
        _reconcile_among_others(plan_id, now, max(0.0, ends - time.monotonic()))
    return len(ids)
