"""Does every page stand in a real browser: no axe violation, no breach of policy, no foreign host, no sideways scroll?

Interface, section 1 rules 6 and 7, section 4 (WCAG 2.2 AA): each page once, with rotating theme, language and width.
"""

from itertools import cycle, groupby
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.browser.chromium import LOOKS, chromium, chromium_path, window
from tests.browser.pages import PAGES
from tests.browser.scene import fill
from tests.browser.server import served

SHARES = 2  # one for each worker: the scene and the browser are started once in each
needs_chromium = pytest.mark.skipif(
    chromium_path() is None, reason="NO CHROMIUM: pages were not looked at in a browser"
)


@needs_chromium
@pytest.mark.slow(reason="a real browser opens every page")
@pytest.mark.parametrize("share", range(SHARES))
def test_a_share_of_the_pages_is_accessible_and_within_the_policy(live_db: SimpleNamespace, share: int) -> None:
    fill(timezone.now())  # noqa: TID251 - the pages under test read the real clock
    faults: dict[str, list[str]] = {}
    looks = cycle(LOOKS[share:] + LOOKS[:share])
    ordered = sorted(PAGES, key=lambda each: each.who)[share::SHARES]
    with served() as site, chromium() as browser:
        for who, theirs in groupby(ordered, key=lambda each: each.who):
            with window(browser, site, who) as shown:
                for example, look in zip(theirs, looks, strict=False):
                    shown.show(example, look)
                    faults[f"{example} ({look})"] = shown.faults()
    assert len(faults) == len(ordered)
    assert not {name: found for name, found in faults.items() if found}
