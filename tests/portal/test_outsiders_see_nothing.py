"""Does a customer of another account reach anything of acme's, on any route of portal or customer API?

Design section 5 (row-level security as second wall), style section 6: generated over the URL configuration: Charlie
gets 404 and not a byte; a route parameter without an example fails; portal logins reach no console page (B5, S2).
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from lifecycle.api import portal_scope
from lifecycle.models import Account, AuditEvent, Contact, Evidence, User
from notifications.api import InboxMessage
from portability.api import Export
from tests.browser.pages import ALICE, CHARLIE, READY, UNSEEN, routes

# What acme's own people would put into each parameter.
EXAMPLES = {
    "portal:export:uuid": READY,
    "portal:export_progress:uuid": READY,
    "portal:cancel_export:uuid": READY,
    "portal:ticket:uuid": READY,
    "portal:confirm_export:uuid": READY,
    "portal:download:uuid": READY,
    "portal:download:secret": "not-a-ticket",
    "portal:notice:uuid": UNSEEN,
    "portal:revoke_feed:uuid": READY,
    "portal:renew_secret:uuid": READY,
    "portal:stop_webhook:uuid": READY,
    "portal:try_webhook:uuid": READY,
    "api/v1/:uuid": READY,
    "api/v1/:secret": "not-a-ticket",
    "api/v1/:name": "off",
    "api/v1/:notice": UNSEEN,
    "api/v1/:account": "acme",
    "api/v1/:module": "group-files",
    "api/v1/:key": "acme",
    "api/v1/:provider": "postmark",
}
SECRETS = ("acme", "Acme", "Alice", READY, UNSEEN)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def customer_routes() -> Iterator[tuple[str, str]]:
    for name, pattern in routes():
        if pattern.startswith(("portal/", "api/")):
            yield name, pattern


def paths() -> Iterator[str]:
    """Every address of the portal and the customer API, with acme's own values."""
    for name, pattern in customer_routes():
        filled = pattern
        for found in PARAMETER.finditer(pattern):
            filled = filled.replace(found[0], EXAMPLES[_example_key(name, pattern, found[1])])
        yield "/" + filled


def _example_key(name: str, pattern: str, parameter: str) -> str:
    return f"{'api/v1/' if pattern.startswith('api/') else name}:{parameter}"


def test_every_route_parameter_has_an_example() -> None:
    missing = [
        f"{name}: {parameter}"
        for name, pattern in customer_routes()
        for parameter in PARAMETER.findall(pattern)
        if _example_key(name, pattern, parameter) not in EXAMPLES
    ]
    assert not missing, f"give these an example in EXAMPLES: {missing}"


@pytest.mark.usefixtures("scene")
@pytest.mark.django_db
def test_charlie_gets_not_a_byte_of_acmes() -> None:
    client = _signed_in(CHARLIE)
    leaks = {}
    for path in paths():
        for method in ("get", "post"):
            status, body = _ask(client, method, path)
            has_values = any(value in path for value in (READY, UNSEEN, "acme"))
            found = [secret for secret in SECRETS if secret in body.replace(path, "")]
            refused = {404, 405, 403} if path.startswith("/api/") else {404, 405}  # staff's API: 403, whatever is asked
            is_open = has_values and status not in refused
            if found or is_open:
                leaks[f"{method} {path}"] = (status, found)
    assert not leaks


@pytest.mark.usefixtures("scene")
@pytest.mark.django_db
def test_alice_does_reach_what_charlie_does_not() -> None:
    """Otherwise the test above would prove nothing."""
    client = _signed_in(ALICE)
    assert client.get(f"/portal/exports/{READY}/").status_code == 200
    assert client.get(f"/portal/notices/{UNSEEN}/").status_code == 200


@pytest.mark.usefixtures("scene")
@pytest.mark.django_db
def test_the_database_hides_acmes_rows_even_from_queries_without_a_filter() -> None:
    neighbour = Account.objects.get(key="neighbour")
    others: list[QuerySet[Any]] = [Account.objects.exclude(pk=neighbour.pk)]
    others += [
        model.objects.exclude(account=neighbour) for model in (Contact, Evidence, AuditEvent, Export, InboxMessage)
    ]
    assert all(rows.exists() for rows in others)
    with portal_scope(neighbour):
        assert not [rows.model for rows in others if rows.exists()]


@pytest.mark.usefixtures("scene")
@pytest.mark.django_db
def test_customers_reach_no_console_page() -> None:
    client = _signed_in(ALICE)
    for name, pattern in routes():
        if pattern.startswith("console/") and name != "console:preferences":
            path = "/" + PARAMETER.sub("group-files-sunset", re.sub(r"<uuid:\w+>", READY, pattern))
            for method in ("get", "post"):
                assert getattr(client, method)(path).status_code in {403, 404, 405}, f"{method} {path}"


@pytest.mark.django_db
def test_strangers_are_asked_to_sign_in() -> None:
    for path in paths():
        assert Client().get(path).status_code in {302, 401, 403, 404, 405}, path


def _ask(client: Client, method: str, path: str) -> tuple[int, str]:
    """The customer API speaks JSON."""
    if method == "post" and path.startswith("/api/"):
        answer = client.post(path, data="{}", content_type="application/json")
    else:
        answer = client.get(path) if method == "get" else client.post(path)
    return answer.status_code, b"".join(answer).decode(errors="replace")


def _signed_in(who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(email=who))
    return client
