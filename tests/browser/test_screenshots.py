"""What does every page look like, in each theme, language and width? For people's eyes: `make screenshots`."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.browser.chromium import LOOKS, chromium, chromium_path, window
from tests.browser.pages import NOBODY, PAGES
from tests.browser.scene import fill
from tests.browser.server import served

FOLDER = os.environ.get("SUNSETTER_SCREENSHOTS", "")


@pytest.mark.skipif(not FOLDER or chromium_path() is None, reason="pictures are taken by `make screenshots`")
@pytest.mark.slow(reason="takes a picture of every page in twelve ways")
def test_a_picture_of_every_page_is_taken(live_db: SimpleNamespace) -> None:
    fill(timezone.now())  # noqa: TID251 - the pages shown read the real clock
    folder = Path(FOLDER)
    with served() as site, chromium() as browser, window(browser, site, NOBODY) as shown:
        for number, example in enumerate(PAGES):
            shown.become(example.who)
            for look in LOOKS:
                name = f"{number:02}-{example.route.replace(':', '-')}"
                target = folder / f"{look.language}-{look.scheme}-{look.width}" / f"{name}.png"
                target.parent.mkdir(parents=True, exist_ok=True)
                shown.show(example, look)
                shown.page.screenshot(path=target, full_page=True)
                assert target.stat().st_size > 0
