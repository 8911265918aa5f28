"""Which contacts speak for a notice that needs a second person's yes and has none that holds?"""

from django.db.models import Exists, OuterRef, QuerySet

from notifications.models import NoticeApproval, Touchpoint
from notifications.rules.approval import ASKED_FOR


def without_yes() -> QuerySet[Touchpoint]:
    """Fit for a row and for a subquery over many: whatever leaves asks this once more."""
    valid = NoticeApproval.objects.filter(notice=OuterRef("notice"), approved_at__isnull=False, ended_at__isnull=True)
    bound = Touchpoint.objects.filter(
        plan__settings__contains={"asks_notice_approval": True}, notice__code__in=[code.value for code in ASKED_FOR]
    )
    return bound.exclude(Exists(valid))
