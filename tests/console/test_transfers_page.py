"""Does the page of transfers say how far each account is, with as many queries for many as for few?"""

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifecycle.models import Account
from tests.browser.scene_transfers import some_transfers
from tests.cast import NOON, a_plan, acme, paul

pytestmark = pytest.mark.django_db


def accounts(count: int) -> list[Account]:
    return [
        Account.objects.create(key=f"account-{number}", name=f"Account {number}", created_at=NOON)
        for number in range(count)
    ]


def test_each_account_stands_there_with_progress_differences_and_words() -> None:
    """C6: done of all, what is left as a range, what differs by name, what was declined in which words."""
    client, plan = Client(), a_plan()
    client.force_login(paul())
    path = f"/console/plans/{plan.key}/transfers/"
    assert "Nothing is transferred yet" in client.get(path).content.decode()
    some_transfers(plan, [acme(), *accounts(3)], NOON)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text = html.unescape(client.get(path).content.decode())
    for said in ("40 of 60", "up to 1 minute left", "differences found", "message general/57", "We start anew."):
        assert said in text
    assert len(asked) <= 12
    head, line = client.get(f"{path}?format=differences.csv").getvalue().decode().splitlines()[:2]
    assert head == "\ufeffaccount,account_name,kind,id,part,status,reason"
    assert line.startswith("account-0,Account 0,message,general/57,")  # two accounts may bear one name
