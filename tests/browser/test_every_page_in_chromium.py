"""Does every page stand in a real browser: no axe violation, no breach of policy, no foreign host, no sideways scroll?

Interface, section 1 rules 6 and 7, section 4 (WCAG 2.2 AA): each page once, with rotating theme, language and width.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.browser.chromium import LOOKS, Look, chromium, chromium_path, faults_of, looking, opened
from tests.browser.pages import PAGES, Example
from tests.browser.scene import fill
from tests.browser.server import served

SHARES = 2  # one for each worker: the scene and the browser are started once in each
FEW = 4  # pages that one browser opens in one look
needs_chromium = pytest.mark.skipif(
    chromium_path() is None, reason="NO CHROMIUM: pages were not looked at in a browser"
)


@needs_chromium
@pytest.mark.slow(reason="a real browser opens every page")
@pytest.mark.parametrize("share", range(SHARES))
def test_a_share_of_the_pages_is_accessible_and_within_the_policy(live_db: SimpleNamespace, share: int) -> None:
    fill(timezone.now())  # noqa: TID251 - the pages under test read the real clock
    faults: dict[str, list[str]] = {}
    with served() as site, chromium() as browser:
        for (who, look), examples in _by_browser(share):
            with looking(browser, site, who, look) as context:
                for example in examples:
                    with opened(context, site, example) as visited:
                        faults[f"{example} ({look})"] = faults_of(visited)
    assert not {name: found for name, found in faults.items() if found}


def _by_browser(share: int) -> Iterator[tuple[tuple[str, Look], list[Example]]]:
    """Some pages of one person in one look after another, so that all looks have their turn."""
    ordered = sorted(PAGES, key=lambda each: each.who)[share::SHARES]
    number = share
    for who, theirs in groupby(ordered, key=lambda each: each.who):
        for few in batched(theirs, FEW):
            number += 1
            yield (who, LOOKS[number * 5 % len(LOOKS)]), few


def batched(examples: Iterable[Example], size: int) -> Iterator[list[Example]]:
    waiting = iter(examples)
    while few := list(islice(waiting, size)):
        yield few
