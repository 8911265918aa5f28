"""What does a gate learn of an account that uses the module only now and then?"""

from datetime import UTC, datetime

import pytest

from analytics.rules.account_usage import AccountUsage
from analytics.rules.use_evidence import users_left
from analytics.rules.use_reasons import UseReason, Why
from analytics.rules.use_verdict import UseVerdict

LAST = datetime(2027, 1, 4, 9, tzinfo=UTC)


def an_account(verdict: UseVerdict, users_28: int | None, users_90: int | None) -> AccountUsage:
    return AccountUsage(
        account="acme",
        tier="key",
        verdict=verdict,
        reason=UseReason(Why.USED),
        users_28=users_28,
        users_90=users_90,
        events_28=users_28,
        events_90=users_90,
        first_at=LAST,
        last_at=LAST,
        last_user="u1",
        dependence=None,
        rank=None,
        slope=None,
        change_28=None,
        revenue=None,
        currency="",
        next_expected_date=None,
    )


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    ("verdict", "users_28", "users_90", "left"),
    [
        (UseVerdict.ACTIVE, 3, 4, 3),
        (UseVerdict.FADING, 1, 4, 1),
        (UseVerdict.RARE, 0, 2, 2),
        (UseVerdict.RARE, 0, 0, 1),
        (UseVerdict.UNUSED, 0, 0, 0),
        (UseVerdict.UNKNOWN, 0, 0, None),
        (UseVerdict.UNKNOWN, None, None, None),
    ],
)
def test_a_rare_user_is_never_counted_as_nobody(
    verdict: UseVerdict, users_28: int | None, users_90: int | None, left: int | None
) -> None:
    assert users_left(an_account(verdict, users_28, users_90)) == left
