"""Does a customer's program get its package, whole or in ranges, and nobody else's?"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from lifecycle.api import Account, AuditEvent, Membership, User
from portability.api import Export
from portability.models import DownloadTicket
from tests.portability.content import an_account, built, package_of, shared, small_talk


def customer(account: Account, name: str = "alice", role: str = Membership.Role.OWNER) -> User:
    user = User.objects.create_user(email=f"{name}@{account.key}.example", password="a long enough password")
    Membership.objects.create(user=user, account=account, role=role)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def body_of(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # Django's test response


@pytest.fixture(scope="module")
def built_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Export]:
    with shared(django_db_blocker):
        small_talk(acme := an_account(), tmp_path_factory.mktemp("talk"))
        export = built(acme)
        export.expires_at = timezone.now() + timedelta(days=2)  # noqa: TID251 - the views read the real clock
        export.save()
        yield export


@pytest.fixture
def ready(db: None, built_once: Export) -> Export:
    return Export.objects.get(pk=built_once.pk)


def link(client: Client, export: Export) -> str:
    response = client.post(reverse("portability:export_ticket", args=[export.uuid]))
    assert response.status_code == 201
    return str(response.json()["url"])


@pytest.mark.django_db
def test_a_package_comes_whole_with_the_headers_of_a_download(ready: Export) -> None:
    """B4, B5: attachment, no sniffing, no cache, the sha256 as entity tag; the ticket works once."""
    alice = signed_in(customer(ready.account))
    url = link(alice, ready)
    response = alice.get(url)
    assert response.status_code == 200
    assert response["ETag"] == f'"{ready.package_sha256}"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="acme-export-')
    assert hashlib.sha256(body_of(response)).hexdigest() == ready.package_sha256
    assert alice.get(url).status_code == 404
    ready.refresh_from_db()
    assert ready.downloaded_at is not None
    actions = set(AuditEvent.objects.filter(account=ready.account).values_list("action", flat=True))
    assert {"portability.export.ticket_issued", "portability.export.download_started"} <= actions


@pytest.mark.django_db
def test_a_download_cut_at_99_percent_resumes_to_the_same_bytes(ready: Export) -> None:
    """B4: ranges by the same person inside the five minutes are one use."""
    alice = signed_in(customer(ready.account))
    url, size = link(alice, ready), ready.package_bytes
    cut = size * 99 // 100
    first = alice.get(url, headers={"Range": f"bytes=0-{cut - 1}"})
    assert (first.status_code, first["Content-Range"]) == (206, f"bytes 0-{cut - 1}/{size}")
    rest = alice.get(url, headers={"Range": f"bytes={cut}-", "If-Range": first["ETag"]})
    assert rest.status_code == 206
    assert body_of(first) + body_of(rest) == package_of(ready).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "condition", "status", "length"),
    [
        ("bytes=-10", None, 206, 10), ("bytes=0-0", None, 206, 1), ("bytes=5-", '"old"', 200, None),
        ("bytes=0-1,5-6", None, 200, None), ("lines=1-2", None, 200, None), ("bytes=999999999-", None, 416, 0),
        ("bytes=9-2", None, 416, 0),
    ],
)  # fmt: skip
def test_ranges_are_answered_as_the_protocol_says(
    ready: Export, header: str, condition: str | None, status: int, length: int | None
) -> None:
    """RFC 9110, section 14: suffixes, other units, several ranges, beyond the end, If-Range of another version."""
    alice = signed_in(customer(ready.account))
    headers = {"Range": header, **({"If-Range": condition} if condition else {})}
    response = alice.get(link(alice, ready), headers=headers)
    assert response.status_code == status
    assert int(response["Content-Length"]) == (ready.package_bytes if length is None else length)


@pytest.mark.django_db
def test_head_tells_the_size_and_uses_nothing_up(ready: Export) -> None:
    alice = signed_in(customer(ready.account))
    url = link(alice, ready)
    assert int(alice.head(url)["Content-Length"]) == ready.package_bytes
    assert alice.get(url).status_code == 200


@pytest.mark.django_db
def test_every_wrong_link_is_the_same_404(ready: Export) -> None:
    """P12: another's, a colleague's, an old, a made-up and a used-up link cannot be told apart."""
    alice, bob = signed_in(customer(ready.account)), signed_in(customer(ready.account, "bob"))
    charlie = signed_in(customer(an_account("neighbour"), "charlie"))
    url = link(alice, ready)
    old = link(alice, ready)
    newest = DownloadTicket.objects.order_by("-pk")[0]
    DownloadTicket.objects.filter(pk=newest.pk).update(
        issued_at=newest.issued_at - timedelta(hours=1), expires_at=newest.expires_at - timedelta(hours=1)
    )
    answers = [
        charlie.get(url), bob.get(url), alice.get(old), alice.get(reverse("portability:download", args=["x" * 43])),
        charlie.get(reverse("portability:export", args=[ready.uuid])),
        charlie.post(reverse("portability:export_ticket", args=[ready.uuid])),
        charlie.post(reverse("portability:export_cancel", args=[ready.uuid])),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert Client().get(url).status_code in {401, 403}


@pytest.mark.django_db
def test_roles_ask_read_or_neither(ready: Export) -> None:
    auditor = signed_in(customer(ready.account, "audit", Membership.Role.AUDITOR))
    member = signed_in(customer(ready.account, "mem", Membership.Role.MEMBER))
    exports = reverse("portability:exports")
    assert auditor.get(exports).status_code == 200
    assert auditor.post(exports, {}, content_type="application/json").status_code == 403
    assert member.get(exports).status_code == 403


@pytest.mark.django_db
def test_a_program_asks_follows_and_confirms(ready: Export) -> None:
    """B4: the whole way over the API; the same request answers with the export that is there."""
    alice = signed_in(customer(ready.account))
    exports = reverse("portability:exports")
    wanted = {"filter": {"from": "2016-01-01", "to": "2016-02-01"}, "formats": ["csv"]}
    asked = alice.post(exports, wanted, content_type="application/json")
    assert asked.status_code == 201
    again = alice.post(exports, wanted, content_type="application/json")
    assert (again.status_code, again.json()["uuid"]) == (200, asked.json()["uuid"])
    other = alice.post(exports, {"formats": ["html"]}, content_type="application/json")
    assert other.status_code == 409
    assert alice.post(exports, {"filter": {"keywords": []}}, content_type="application/json").status_code == 400
    assert len(alice.get(exports).json()["results"]) == 2
    cancelled = alice.post(reverse("portability:export_cancel", args=[asked.json()["uuid"]]))
    assert cancelled.json()["status"] == "cancelled"
    confirm = reverse("portability:export_confirm", args=[ready.uuid])
    assert alice.post(confirm, {"sha256": "0" * 64}, content_type="application/json").status_code == 409
    right = alice.post(confirm, {"sha256": ready.package_sha256}, content_type="application/json")
    assert right.json()["verified_at"] is not None


@pytest.mark.django_db
def test_a_preview_over_the_api_counts_exactly(ready: Export) -> None:
    alice = signed_in(customer(ready.account))
    url = reverse("portability:export_preview")
    found = alice.post(url, {"filter": {"keywords": ["budget"]}}, content_type="application/json").json()
    assert found["kinds"]["message"] == 1
    assert found["excluded"] == {"keyword": 2}


@pytest.mark.django_db
def test_only_a_ready_package_gets_a_ticket(ready: Export) -> None:
    alice = customer(ready.account)
    Export.objects.filter(pk=ready.pk).update(status="revoked")
    assert signed_in(alice).post(reverse("portability:export_ticket", args=[ready.uuid])).status_code == 409
