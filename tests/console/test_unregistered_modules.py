"""Usage, section 1, N13: modules that activity names and nobody registered are offered where modules are registered."""

from pathlib import Path

import pytest
from django.test import Client

from lifecycle.api import Module
from tests.analytics.feeds import feed, taken
from tests.cast import a_module, a_plan, acme, dora, paul

pytestmark = pytest.mark.django_db
REGISTER = "/console/register-module/"


def client(login: object) -> Client:
    browser = Client()
    browser.force_login(login)  # type: ignore[arg-type]  # a login of the cast
    return browser


def test_keys_that_activity_names_stand_on_the_page_until_they_are_registered(tmp_path: Path) -> None:
    acme(), a_module("reports")
    browser = client(paul())

    def shown() -> list[str]:
        return [row.key for row in browser.get("/console/modules/").context["unregistered"]]

    assert shown() == []
    rows = [("2026-05-01T10:00:00Z", "acme", "u1", key) for key in ("reports", "nobody.registered", "old", "_odd")]
    taken(feed(tmp_path / "a.csv", rows))
    assert shown() == ["_odd", "nobody.registered", "old"]
    page = browser.get("/console/modules/").content.decode()
    assert f'href="{REGISTER}?key=nobody.registered"' in page
    assert "?key=_odd" not in page, "no module can have this key"
    assert REGISTER not in client(dora()).get("/console/modules/").content.decode(), "who may not is not offered it"
    a_module("old")
    assert shown() == ["_odd", "nobody.registered"]


def test_a_product_manager_registers_a_key_that_activity_names(tmp_path: Path) -> None:
    acme()
    taken(feed(tmp_path / "a.csv", [("2026-05-01T10:00:00Z", "acme", "u1", "old")]))
    browser, said = client(paul()), {"key": "old", "name": "Old reports", "owner": "", "criticality": "non_core"}
    assert f"{REGISTER}?key=old" in browser.get("/console/modules/old/").content.decode()
    assert 'value="old"' in browser.get(f"{REGISTER}?key=old").content.decode()
    assert client(dora()).post(REGISTER, said).status_code == 403
    assert "Old reports is registered." in browser.post(REGISTER, said, follow=True).content.decode()
    module = Module.objects.get()
    assert (module.key, module.name, module.criticality) == ("old", "Old reports", "non_core")
    page = browser.get("/console/modules/old/")
    assert (page.context["page"].head.name, REGISTER in page.content.decode()) == ("Old reports", False)
    assert browser.post(REGISTER, {**said, "name": "Other"}).status_code == 409, "it stands there with other words"


@pytest.mark.parametrize("key", ["Old", "_old", "", "a b", "x" * 65])
def test_a_key_that_no_module_can_have_is_told_at_its_field(key: str) -> None:
    answer = client(paul()).post(REGISTER, {"key": key, "name": "Old", "criticality": "core"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["key"])


def test_a_name_is_one_line() -> None:
    answer = client(paul()).post(REGISTER, {"key": "old", "name": "Old\nreports", "criticality": "core"})
    assert (answer.status_code, list(answer.context["form"].errors), Module.objects.exists()) == (422, ["name"], False)


def test_the_page_without_modules_leads_to_registering() -> None:
    assert REGISTER in client(paul()).get("/console/modules/").content.decode()


def test_a_module_registered_by_mistake_is_removed_on_its_page() -> None:
    a_module("olt")
    browser, page = client(paul()), "/console/modules/olt/remove/"
    assert page in browser.get("/console/modules/olt/").content.decode()
    assert client(dora()).post(page, {"reason": "typo"}).status_code == 403
    assert browser.post(page, {"reason": ""}).status_code == 422
    assert "is not registered any more" in browser.post(page, {"reason": "typo"}, follow=True).content.decode()
    assert browser.get(page).status_code == 404


def test_a_planned_module_offers_no_removal() -> None:
    plan = a_plan()
    browser, page = client(paul()), f"/console/modules/{plan.module.key}/remove/"
    assert page not in browser.get(f"/console/modules/{plan.module.key}/").content.decode()
    assert browser.post(page, {"reason": "typo"}).status_code == 409
