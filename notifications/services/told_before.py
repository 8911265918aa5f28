"""What was an account told, in writing or in a call, of which a correction says that it holds no longer?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.models import Touchpoint
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.picture import AccountPicture, Told, told_otherwise
from notifications.rules.step_names import again_of, is_planned
from notifications.services.picture import spoken_of, told_of


def told_before(touchpoint: Touchpoint, current: Mapping[MilestoneKind, date]) -> dict[MilestoneKind, date]:
    """The day told last for each of these dates that was told otherwise since the correction before this one.

    Who is only reminded of a correction may have been set right since: then of all that they ever heard.
    """
    plan, account = touchpoint.plan, touchpoint.account
    told = [each for each in told_of(plan, [account.pk])[account.pk] if not _is_its_own(each, touchpoint)]
    spoken = spoken_of(plan, [account.pk])[account.pk]
    known = AccountPicture(account.key, Tier(account.tier), told=tuple(told), spoken=tuple(spoken))
    known = replace(known, told=known.since_withdrawal, spoken=known.spoken_since_withdrawal)
    found = told_otherwise(known.since_correction, current)
    return found if is_planned(touchpoint.step) else found or told_otherwise((*known.told, *known.spoken), current)


def _is_its_own(each: Told, touchpoint: Touchpoint) -> bool:
    """The same correction through another channel, or to somebody else of the account."""
    names = (NoticeCode.CORRECTION, touchpoint.date_revision, again_of(touchpoint.step))
    is_same = (each.notice, each.revision, again_of(each.step)) == names and is_planned(each.step)
    return is_same if is_planned(touchpoint.step) else each.step == touchpoint.step
