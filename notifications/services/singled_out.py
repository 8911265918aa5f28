"""Which accounts keep the others of their piece from being planned?"""

import logging
from collections.abc import Callable, Collection, Sequence

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction

from lifecycle.api import Account, SunsetPlan
from notifications.rules.planned import Tally

logger = logging.getLogger(__name__)
# Says nothing about an account: a database that goes away, a lock, the end of the task's time or of the memory.
PASSES_BY = (OperationalError, InterfaceError, SoftTimeLimitExceeded, MemoryError)
MOST = 100  # of a piece; where more fail it is no matter of single accounts, and the plan fails as a whole
Act = Callable[[Sequence[str]], Tally]


def all_but_failing(
    plan: SunsetPlan, keys: Sequence[str], act: Act, *, known: Collection[str]
) -> tuple[Tally, frozenset[str]]:
    """What `act` changed, and on whom it fails: of them nothing is changed. By halves, so that few cost few tries.

    Whom it failed on before is tried by himself: the others need not be looked through again for him.
    """
    tally, failing = Tally(), set[str]()
    parts = [[key for key in keys if key not in known], *([key] for key in keys if key in known)]
    while parts:
        part = parts.pop()
        done = _done(plan, part, act, is_last=len(failing) >= MOST) if part else Tally()
        if done is not None:
            tally += done
        elif len(part) == 1:
            failing.update(part)
        else:
            parts += [part[len(part) // 2 :], part[: len(part) // 2]]
    return tally, frozenset(failing)


def _done(plan: SunsetPlan, part: Sequence[str], act: Act, *, is_last: bool) -> Tally | None:
    """None when it fails."""
    try:
        with transaction.atomic():
            return act(part)
    except PASSES_BY:
        raise
    except Exception:
        if is_last:
            raise
        if len(part) == 1:
            number = Account.objects.filter(key__in=part).values_list("pk", flat=True).first()
            logger.exception("account not planned", extra={"plan": plan.pk, "account": number})
        return None
