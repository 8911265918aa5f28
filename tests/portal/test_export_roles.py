"""Do the portal's pages and the customer API agree on which role may export, follow or neither (B5)?"""

import pytest
from django.test import Client
from django.urls import reverse

from lifecycle.api import Membership, User
from portability.api import build_export, request_export
from portability.rules.roles import MAY_EXPORT, MAY_FOLLOW
from tests.cast import NOON, acme, alice
from tests.portability.content import a_request

Role = Membership.Role


def signed_in(role: str) -> Client:
    user = User.objects.create_user(f"{role}@acme.example", None, name=role)
    Membership.objects.create(user=user, account=acme(), role=role)
    client = Client()
    client.force_login(user)
    return client


def test_the_sets_name_roles_that_exist() -> None:
    assert set(Role.values) >= MAY_FOLLOW
    assert MAY_FOLLOW > MAY_EXPORT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "follows", "exports"),
    [
        (Role.OWNER, 200, True), (Role.EXPORT_OFFICER, 200, True), (Role.DELEGATE, 200, True),
        (Role.AUDITOR, 200, False), (Role.MEMBER, 403, False),
    ],
)  # fmt: skip
def test_page_and_api_give_a_role_the_same_answer(role: str, follows: int, exports: bool) -> None:
    export = request_export(account=acme(), request=a_request(), actor=alice().actor, now=NOON)
    build_export(now=NOON, export_uuid=export.uuid)
    client = signed_in(role)
    for listed in ("portal:exports", "portability:exports"):
        assert client.get(reverse(listed)).status_code == follows
    for one in ("portal:export", "portal:export_progress", "portability:export"):
        assert client.get(reverse(one, args=[export.uuid])).status_code == follows
    assert (client.get(reverse("portal:new_export")).status_code == 200) is exports
    asked = client.post(reverse("portability:export_preview"), {}, content_type="application/json")
    assert (asked.status_code == 200) is exports


@pytest.mark.django_db
def test_a_member_reads_why_no_export_is_shown() -> None:
    export = request_export(account=acme(), request=a_request(), actor=alice().actor, now=NOON)
    page = signed_in(Role.MEMBER).get(reverse("portal:exports")).content.decode()
    assert "because it holds what others wrote" in page
    assert str(export.uuid) not in page
