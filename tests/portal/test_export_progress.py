"""Does a customer see an export's progress by polling, at the price of one look-up while nothing moves?

Interface, section 1 rule 5: ETag, private, 304 when nothing moved, 50 polls of an idle job give 49 times 304; B4.
"""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from portability.api import build_export, request_export
from portability.rules.filters import Filter
from portability.rules.requests import ExportRequest
from tests.cast import acme, alice


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(alice())
    return client


def _waiting() -> UUID:
    now = timezone.now()  # noqa: TID251 - the view under test reads the real clock
    return request_export(account=acme(), request=ExportRequest(Filter()), actor=alice().actor, now=now).uuid


def test_fifty_polls_of_an_idle_job_give_forty_nine_times_304(client: Client) -> None:
    path, etag, answers = f"/portal/exports/{_waiting()}/progress/", "", []
    for _ in range(50):
        answer = client.get(path, headers={"if-none-match": etag} if etag else {})
        answers.append(answer.status_code)
        etag = answer.headers["ETag"]
    assert answers == [200] + [304] * 49


def test_a_poll_answers_privately_and_asks_to_be_asked_again(client: Client) -> None:
    answer = client.get(f"/portal/exports/{_waiting()}/progress/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert 'hx-trigger="every 3s"' in answer.content.decode()


def test_the_final_fragment_has_no_trigger_and_offers_the_download(client: Client) -> None:
    uuid = _waiting()
    build_export(now=timezone.now(), export_uuid=uuid)  # noqa: TID251 - as above
    answer = client.get(f"/portal/exports/{uuid}/progress/")
    assert "hx-trigger" not in answer.content.decode()
    assert f"/portal/exports/{uuid}/ticket/" in answer.content.decode()


def test_a_ready_package_comes_whole_and_in_ranges_for_one_ticket_each(client: Client) -> None:
    uuid = _waiting()
    build_export(now=timezone.now(), export_uuid=uuid)  # noqa: TID251 - as above
    first = client.post(f"/portal/exports/{uuid}/ticket/").headers["Location"]
    whole = b"".join(client.get(first))
    second = client.post(f"/portal/exports/{uuid}/ticket/").headers["Location"]
    half = client.get(second, headers={"range": f"bytes={len(whole) // 2}-"})
    assert half.status_code == 206
    assert b"".join(half) == whole[len(whole) // 2 :]
    assert client.get(first).status_code == 404


def test_a_customer_calls_an_export_off(client: Client) -> None:
    uuid = _waiting()
    answer = client.post(f"/portal/exports/{uuid}/cancel/", follow=True)
    assert "cancelled" in answer.content.decode()


def test_a_second_request_while_one_is_open_is_refused_with_its_limit(client: Client) -> None:
    _waiting()
    answer = client.post("/portal/exports/new/", {"keyword": "x", "attachments": "with", "formats": ["csv"]})
    assert answer.status_code == 409
    assert "the limit is 1" in answer.content.decode()


def test_a_bad_filter_says_what_is_wrong_and_keeps_the_values(client: Client) -> None:
    query = {"preview": "1", "start": "2026-02-01", "end": "2026-01-01", "attachments": "with", "formats": ["csv"]}
    answer = client.get("/portal/exports/new/", query)
    assert answer.status_code == 422
    assert "the range ends before it begins" in answer.content.decode()
    assert 'value="2026-02-01"' in answer.content.decode()
