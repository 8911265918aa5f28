"""When is a package downloaded? When the whole of it was handed out, in the portal and by the API alike (B4, B5)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from lifecycle.api import AuditEvent, User
from portability.api import Export
from tests.cast import acme, alice
from tests.portability.content import built, shared, small_talk

Door = tuple[Client, str]


@pytest.fixture(scope="module")
def built_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Export]:
    with shared(django_db_blocker):
        small_talk(acme(), tmp_path_factory.mktemp("talk"))
        export = built(acme())
        export.expires_at = timezone.now() + timedelta(days=2)  # noqa: TID251 - the views read the real clock
        export.save()
        yield export


@pytest.fixture
def ready(db: None, built_once: Export) -> Export:
    return Export.objects.get(pk=built_once.pk)


@pytest.fixture(params=["portal", "api"])
def door(request: pytest.FixtureRequest, ready: Export) -> Door:
    client = Client()
    client.force_login(alice())
    return client, request.param


def link(door: Door, export: Export) -> str:
    client, kind = door
    if kind == "portal":
        return str(client.post(reverse("portal:ticket", args=[export.uuid]))["Location"])
    return str(client.post(reverse("portability:export_ticket", args=[export.uuid])).json()["url"])


def pieces_of(door: Door, url: str, wanted: str = "") -> Iterator[bytes]:
    answer = door[0].get(url, headers={"Range": wanted} if wanted else {})
    assert answer.status_code in {200, 206}
    return iter(answer)


def is_downloaded(export: Export) -> bool:
    export.refresh_from_db()
    noted = AuditEvent.objects.filter(action="portability.export.downloaded").exists()
    assert noted is (export.downloaded_at is not None)
    return noted


def test_nothing_counts_before_a_byte_left_and_all_of_it_does(door: Door, ready: Export) -> None:
    pieces = pieces_of(door, url := link(door, ready))
    assert not is_downloaded(ready)
    assert len(b"".join(pieces)) == ready.package_bytes
    assert is_downloaded(ready)
    assert door[0].get(url).status_code == 404


def test_a_connection_that_breaks_did_not_download(door: Door, ready: Export) -> None:
    answer = door[0].get(link(door, ready))
    next(iter(answer))
    answer._iterator.close()  # type: ignore[attr-defined]  # what the server does, less the end of the connection
    assert not is_downloaded(ready)


@pytest.mark.parametrize("wanted", ["bytes=-1", "bytes=1-", "bytes=0-0"])
def test_a_part_alone_is_no_download(door: Door, ready: Export, wanted: str) -> None:
    assert b"".join(pieces_of(door, link(door, ready), wanted))
    assert not is_downloaded(ready)


def test_ranges_that_join_are_a_download_also_with_a_new_ticket(door: Door, ready: Export) -> None:
    """A resume takes a new ticket for the same entity tag."""
    cut = ready.package_bytes // 2
    first = b"".join(pieces_of(door, link(door, ready), f"bytes=0-{cut - 1}"))
    assert not is_downloaded(ready)
    rest = b"".join(pieces_of(door, link(door, ready), f"bytes={cut - 5}-"))
    assert len(first + rest[5:]) == ready.package_bytes
    assert is_downloaded(ready)


def test_ranges_with_a_gap_or_of_two_people_are_none(door: Door, ready: Export) -> None:
    cut = ready.package_bytes // 2
    b"".join(pieces_of(door, link(door, ready), f"bytes=0-{cut - 1}"))
    b"".join(pieces_of(door, link(door, ready), f"bytes={cut + 1}-"))
    bob = User.objects.create_user("bob@acme.example", None, name="Bob")
    bob.memberships.create(account=acme(), role="owner")
    client = Client()
    client.force_login(bob)
    theirs = (client, door[1])
    b"".join(pieces_of(theirs, link(theirs, ready), f"bytes={cut}-"))
    assert not is_downloaded(ready)
