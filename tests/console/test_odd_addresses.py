"""Do odd characters in an address end as a plain answer?

Reliability: any input is survived with a clear message; here NUL, quotes and markup in paths and filters.
"""

import pytest
from django.test import Client

from tests.cast import a_plan, paul

ODD = ("%00", "'%22%3Cscript%3E", "%E2%80%AE", "..%2F..%2Fetc", "a" * 500)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_odd_filters_and_paths_are_answered(odd: str) -> None:
    plan = a_plan()
    client = Client()
    client.force_login(paul())
    for path in ("portfolio/?stage=", "audit/?plan=", "audit/?after=", "desk/?plan=", f"plans/{plan.key}/?after="):
        answer = client.get(f"/console/{path}{odd}")
        assert answer.status_code == 200
        assert b"<script>" not in answer.content
    for path in ("plans/", "modules/", "outbox/"):
        assert client.get(f"/console/{path}{odd}/").status_code == 404
