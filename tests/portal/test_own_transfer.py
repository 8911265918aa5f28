"""Does a customer see whether its content arrived at the replacement, and nobody else's?"""

from pathlib import Path

import pytest
from django.test import Client

from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from tests.cast import alice, charlie
from tests.portability.transfers.scenes import acme_with_talk, copied, verified


@pytest.mark.django_db
def test_a_customer_follows_its_own_transfer(tmp_path: Path) -> None:
    """C6: once the plan is announced, and of its own account alone."""
    account, plan = acme_with_talk(tmp_path / "talk")
    client, other = Client(), Client()
    client.force_login(alice())
    other.force_login(charlie())
    verified(copied(account, plan, str(tmp_path / "there")))
    title = "On its way to the replacement"
    assert title not in client.get("/portal/exports/").content.decode()  # of a draft customers know nothing
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=Stage.ANNOUNCED)
    page = client.get("/portal/exports/").content.decode()
    assert title in page
    assert "arrived" in page
    assert "8 of 8" in page
    assert title not in other.get("/portal/exports/").content.decode()
