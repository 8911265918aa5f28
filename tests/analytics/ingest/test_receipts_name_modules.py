"""Does a program that sends activity learn which modules of its events nobody registered? (A2, N13, usage section 1)"""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from analytics.services.ingest_batches import ingest
from analytics.services.ingest_spool import spool_dir
from tests.analytics.ingest.calls import ADDRESS, a_token, ask, event
from tests.analytics.ingest.test_importing_batches import NOW, received
from tests.cast import a_module, acme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_http() -> Iterator[None]:
    with override_settings(SECURE_SSL_REDIRECT=False):
        yield
    for path in spool_dir().glob("*"):
        path.unlink()


def test_the_receipt_names_modules_that_nobody_registered_until_somebody_does() -> None:
    """They are counted. It does not say which accounts are known: a sender could ask for the list of customers."""
    acme(), a_module("reports")
    rows = [event(1, account="nobody", module="reports"), event(2, account="acme", module="nobody.registered")]
    batch, token = received(rows), a_token("reader")[1]

    def answer() -> dict[str, object]:
        found: dict[str, object] = ask(token, f"{ADDRESS}/{batch.uuid}").json()
        return found

    assert answer()["unregistered_modules"] == []
    ingest(now=NOW)
    assert answer()["unregistered_modules"] == ["nobody.registered"]
    a_module("nobody.registered")
    assert answer()["unregistered_modules"] == []
    assert "nobody" not in str(answer())
