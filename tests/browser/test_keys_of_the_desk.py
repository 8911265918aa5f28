"""Does the desk's worklist work by keys alone, on each keyboard, and can they be switched off (WCAG 2.1.1, 2.1.4)?"""

from types import SimpleNamespace

import pytest
from playwright.sync_api import CDPSession, Page

from lifecycle.api import User
from notifications.models import DeskTask
from tests.browser.chromium import LOOKS, chromium, chromium_path, window
from tests.browser.pages import DORA, Example
from tests.browser.server import served
from tests.cast import NOON, a_plan, acme, corner_shop, dora, neighbour


@pytest.mark.skipif(chromium_path() is None, reason="NO CHROMIUM: no page was looked at in a browser")
@pytest.mark.slow(reason="a real browser presses keys on the desk")
def test_the_worklist_is_walked_and_opened_by_keys(live_db: SimpleNamespace) -> None:
    names = _three_calls(dora())
    with served(people=(DORA,)) as site, chromium() as browser, window(browser, site, DORA) as shown:
        shown.show(Example("console:desk", DORA), LOOKS[0])
        page = shown.page
        walk = [_after(page, key) for key in "jjkjjjkkkk"]
        assert walk == [names[at] for at in (0, 1, 0, 1, 2, 2, 1, 0, 0, 0)]
        _on_a_russian_keyboard(page.context.new_cdp_session(page), "о", "KeyJ")
        assert _focused(page) == names[1]
        _switches_off_and_on(page)
        page.keyboard.press("?")
        page.get_by_text("Enter opens the task").wait_for()
        _after(page, "j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/desk/*-*/")
        assert names[0] in page.locator("h1").inner_text()
        assert not shown.problems


def _three_calls(manager: User) -> list[str]:
    """Names of the accounts in the order in which their calls are listed."""
    plan, accounts = a_plan(), (acme(), corner_shop(), neighbour())
    for number, account in enumerate(accounts):
        DeskTask.objects.create(
            account=account,
            plan=plan,
            source=f"test:{number}",
            kind="call",
            owner_email=manager.email,
            due_date=NOON.date().replace(day=1 + number),
            subject=f"{account.name}: announce",
            created_at=NOON,
        )
    return [account.name for account in accounts]


def _after(page: Page, key: str) -> str:
    page.keyboard.press(key)
    return _focused(page)


def _focused(page: Page) -> str:
    said = str(page.evaluate("document.activeElement.matches('[data-row]') ? document.activeElement.innerText : ''"))
    return said.partition(": ")[2]


def _on_a_russian_keyboard(wire: CDPSession, letter: str, place: str) -> None:
    for kind in ("keyDown", "keyUp"):
        wire.send("Input.dispatchKeyEvent", {"type": kind, "key": letter, "code": place})


def _switches_off_and_on(page: Page) -> None:
    """Nobody who dictates walks the list by a word; and the box itself is no field to type in."""
    page.uncheck("#desk-keys")
    assert _after(page, "j") == ""
    page.reload()
    assert not page.is_checked("#desk-keys")
    page.check("#desk-keys")
    assert _after(page, "j")
    page.reload()
