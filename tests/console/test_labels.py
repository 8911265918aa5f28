"""Is every word that pages take from rules marked for translation?

Interface, section 6: the interface is complete in every language; rules cannot mark their own words.
"""

import pytest

from console.views import labels
from lifecycle.models import Contact
from lifecycle.models.modules import Criticality
from lifecycle.models.plans import RetirementReason
from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import RULES, Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from portability.rules.kinds import ContentType


@pytest.mark.parametrize(
    ("listed", "used"),
    [
        (labels.STAGES, {each.label for each in Stage}),
        (labels.MILESTONES, {each.label for each in MilestoneKind}),
        (labels.TIERS, {each.label for each in Tier}),
        (labels.CRITICALITIES, set(Criticality.labels)),
        (labels.REASONS, set(RetirementReason.labels)),
        (labels.CLEARED_BY, {each.cleared_by for each in CRITERIA.values()}),
        (labels.ACCOUNTS_SEE, {each.accounts_see for each in RULES.values()}),
        (labels.UNDO, {each.undo for each in RULES.values()}),
        (labels.NOTICES, {each.label for each in NoticeCode}),
        (labels.CHANNELS, {each.label for each in Channel}),
        (labels.CONTACT_ROLES, set(Contact.Role.labels)),
        (labels.CONTENT_TYPES, {each.value.capitalize() for each in ContentType}),
    ],
)
def test_every_word_of_a_rule_is_listed(listed: tuple[str, ...], used: set[str]) -> None:
    assert set(listed) == used
