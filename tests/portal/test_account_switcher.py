"""Does a login of two accounts choose between them, and only between its own?"""

import pytest
from django.test import Client
from django.urls import reverse

from lifecycle.api import Membership
from tests.cast import acme, alice, charlie, corner_shop, neighbour

CHOOSE = "/portal/account/"


@pytest.fixture
def client(db: None) -> Client:
    Membership.objects.create(user=alice(), account=corner_shop(), role=Membership.Role.AUDITOR)
    client = Client()
    client.force_login(alice())
    return client


def test_a_login_of_two_accounts_moves_between_them(client: Client) -> None:
    page = client.get("/portal/").content.decode()
    assert f'action="{reverse("portal:choose_account")}"' in page
    assert "Alice · Acme Ltd" in page
    answer = client.post(CHOOSE, {"account": corner_shop().key}, follow=True)
    assert "Alice · Corner Shop" in answer.content.decode()
    assert client.get(reverse("portal:new_export")).status_code == 403  # an auditor there, an owner at Acme
    client.post(CHOOSE, {"account": acme().key})
    assert client.get(reverse("portal:new_export")).status_code == 200


@pytest.mark.parametrize("key", ["neighbour", "nobody", ""])
def test_an_account_that_is_not_theirs_does_not_exist(client: Client, key: str) -> None:
    neighbour()
    assert client.post(CHOOSE, {"account": key}).status_code == 404
    assert "account" not in client.session
    assert "Acme Ltd" in client.get("/portal/").content.decode()


def test_who_has_one_account_is_offered_no_choice(db: None) -> None:
    client = Client()
    client.force_login(charlie())
    assert CHOOSE not in client.get("/portal/").content.decode()
    assert client.post(CHOOSE, {"account": acme().key}).status_code == 404
    assert client.get(CHOOSE).status_code == 405


def test_strangers_and_staff_choose_nothing(db: None) -> None:
    assert Client().post(CHOOSE, {"account": acme().key}).status_code == 302
