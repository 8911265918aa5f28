"""Does every page stand in a real browser: no axe violation, no breach of policy, no foreign host, no sideways scroll?

Interface, section 1 rules 6 and 7, section 4 (WCAG 2.2 AA): each page once, with rotating theme, language and width.
"""

from itertools import cycle, groupby
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.browser.chromium import LOOKS, chromium, chromium_path, window
from tests.browser.pages import NOBODY, PAGES
from tests.browser.scene import fill
from tests.browser.server import served

needs_chromium = pytest.mark.skipif(
    chromium_path() is None, reason="NO CHROMIUM: pages were not looked at in a browser"
)


@needs_chromium
@pytest.mark.slow(reason="a real browser opens every page")
def test_every_page_is_accessible_and_within_the_policy(live_db: SimpleNamespace) -> None:
    fill(timezone.now())  # noqa: TID251 - the pages under test read the real clock
    faults: dict[str, list[str]] = {}
    looked = zip(sorted(PAGES, key=lambda each: each.who), cycle(LOOKS), strict=False)
    by_look = sorted(looked, key=lambda each: (each[1], each[0].who))
    with served() as site, chromium() as browser, window(browser, site, NOBODY) as shown:
        for (look, who), pages in groupby(by_look, key=lambda each: (each[1], each[0].who)):
            shown.become(who)
            for example, _ in pages:
                shown.show(example, look)
                faults[f"{example} as {who} ({look})"] = shown.faults()
    assert len(faults) == len(PAGES)
    assert not {name: found for name, found in faults.items() if found}
