"""Which contacts are a matter of routine, behind a crowd of those that take a second thought each?"""

from django.db.models import Q, QuerySet

from notifications.models import Touchpoint
from notifications.services.due_contacts import SPECIAL, locked_contacts
from notifications.services.release_many import Released
from notifications.services.runs import Leaving, Mailing, with_runs


def past_the_crowd(
    planned: QuerySet[Touchpoint], leaving: Leaving, first: Released, left: frozenset[int]
) -> tuple[Leaving, frozenset[Mailing]]:
    """As many more as are `left` of the first batch, locked: a crowd that is older keeps no routine waiting.

    Neither what the first batch found to be no routine, nor further ones of the kinds that are left over. Of these,
    too, those whose mailing is not open are passed by, and the mailing is named.
    """
    if not left:
        return [], frozenset()
    routine = planned.exclude(pk__in=first.others).exclude(SPECIAL | _floors_like(leaving, left))
    return with_runs(locked_contacts(routine, len(left)))


def _floors_like(leaving: Leaving, left: frozenset[int]) -> Q:
    """Where the floor beats quiet hours it does so for all whose last day is no later: night is not over soon."""
    crowd = (each for each, _run in leaving if each.last_date and not each.is_special and not left.isdisjoint(each.ids))
    last = max((each.last_date for each in crowd if each.last_date), default=None)
    return Q(obligation__isnull=False, late_until__lte=last) if last else Q(pk__in=[])
