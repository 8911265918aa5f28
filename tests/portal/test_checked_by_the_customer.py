"""Does a customer who has only a browser put on record that the right bytes arrived (B4, G7)?"""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from portability.api import Export, account_findings
from portability.rules.sums import sum_in
from tests.cast import acme, alice
from tests.portability.content import NOON, built, small_talk

GOOD = "0123456789abcdef" * 4


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(alice())
    return client


@pytest.fixture
def ready(db: None, tmp_path: Path) -> Export:
    small_talk(acme(), tmp_path)
    return built(acme())


def is_settled() -> bool:
    return account_findings(account=acme(), plan=None, now=NOON)["export_settled"].value is True


def say(client: Client, export: Export, sha256: str) -> str:
    path = reverse("portal:confirm_export", args=[export.uuid])
    return client.post(path, {"sha256": sha256}, follow=True).content.decode()


def test_the_right_sum_settles_and_shows_a_receipt_line(client: Client, ready: Export) -> None:
    assert 'name="sha256"' in client.get(reverse("portal:export", args=[ready.uuid])).content.decode()
    page = say(client, ready, f" {ready.package_sha256.upper()}  acme-export.zip\n")
    assert "Downloaded and verified on" in page
    assert 'name="sha256"' not in page
    assert is_settled()


def test_a_wrong_sum_says_that_the_bytes_differ_and_offers_the_download(client: Client, ready: Export) -> None:
    page = say(client, ready, GOOD)
    assert "The bytes differ" in page
    assert reverse("portal:ticket", args=[ready.uuid]) in page
    assert not is_settled()


@pytest.mark.parametrize("said", ["", "abc", "é" * 64, GOOD + "0", f"{GOOD} {GOOD[::-1]}"])
def test_what_is_no_sum_is_told_so(client: Client, ready: Export, said: str) -> None:
    assert "64 characters" in say(client, ready, said)
    answer = client.post(
        reverse("portability:export_confirm", args=[ready.uuid]), {"sha256": said}, content_type="application/json"
    )
    assert answer.status_code == 409


def test_a_part_says_that_it_settles_nothing_yet(client: Client, tmp_path: Path) -> None:
    small_talk(acme(), tmp_path)
    part = built(acme(), keywords=("budget",))
    assert "a part of your content" in say(client, part, part.package_sha256)


@pytest.mark.parametrize(
    "printed",
    [
        GOOD, f"{GOOD}  acme-export.zip", f"SHA256(acme-export.zip)= {GOOD}", GOOD.upper(),
        f"SHA256 hash of acme.zip:\n{' '.join(GOOD[i : i + 2] for i in range(0, 64, 2))}\nCertUtil: done",
        f"{GOOD}\n{GOOD}",
    ],
)  # fmt: skip
def test_a_sum_is_found_in_what_programs_print(printed: str) -> None:
    assert sum_in(printed) == GOOD
