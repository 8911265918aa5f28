"""Does a customer sign in by code, ask for part of its data, see it become ready without a reload, and download it?

B4 (alone, without help), interface sections 3 (export page) and 5 (browser flows), WCAG 3.3.8 (code can be pasted).
"""

import hashlib
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page

from portability.api import build_export
from tests.browser.chromium import LOOKS, chromium, chromium_path, window
from tests.browser.pages import NOBODY, Example
from tests.browser.server import served
from tests.cast import alice


@pytest.mark.skipif(chromium_path() is None, reason="NO CHROMIUM: no page was looked at in a browser")
@pytest.mark.slow(reason="a real browser walks through four pages")
def test_sign_in_by_code_export_and_download(
    live_db: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
    alice()
    start = Example("account_request_login_code", NOBODY)
    with served(people=()) as site, chromium() as browser, window(browser, site, NOBODY) as shown:
        shown.show(start, LOOKS[0])
        page = shown.page
        _sign_in(page)
        page.goto(f"{site.url}/portal/exports/new/")
        page.fill("#id_keyword", "budget")
        page.get_by_role("button", name="Count it first").click()
        page.get_by_role("button", name="Request this export").click()
        page.get_by_text("It begins as soon as a worker is free.").wait_for()
        with ThreadPoolExecutor(1) as worker:  # the browser's loop lives in this thread
            worker.submit(_build).result()
        with page.expect_download() as coming:
            page.get_by_role("button", name="Download").click()
        coming.value.save_as(tmp_path / "export.zip")
        page.goto(page.url)
        expected = page.locator("dd.mono").inner_text()
        page.set_input_files("#arrived-file", tmp_path / "export.zip")
        page.get_by_text("the file was not sent").wait_for()
        assert page.locator("#sha256").input_value() == expected
        page.get_by_role("button", name="I checked the file").click()
        page.get_by_text("Downloaded and verified on").wait_for()
        assert not shown.problems
    assert hashlib.sha256((tmp_path / "export.zip").read_bytes()).hexdigest() == expected
    assert any(name.endswith("receipt.json") for name in zipfile.ZipFile(tmp_path / "export.zip").namelist())
    shutil.rmtree(settings.OUTBOX_DIR)


def _sign_in(page: Page) -> None:
    page.fill("#id_email", "alice@acme.example")
    page.get_by_role("button", name="Send the code").click()
    page.locator("#code").wait_for()
    newest = max(Path(settings.OUTBOX_DIR).glob("*.log"))
    code = re.findall(r"^([A-Z0-9-]{6,12})\s*$", newest.read_text(encoding="utf-8"), flags=re.MULTILINE)[-1]
    assert page.locator("#code").get_attribute("autocomplete") == "one-time-code"
    page.fill("#code", code)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="What changes for you").wait_for()


def _build() -> None:
    try:
        build_export(now=timezone.now())  # noqa: TID251 - the pages around it read the real clock
    finally:
        connections.close_all()
