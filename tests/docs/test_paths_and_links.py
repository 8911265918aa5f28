"""Does every path and link of our documents lead somewhere, and has each app its guide?"""

from pathlib import Path

import pytest

from tests.docs.pages import APPS, ROOT, anchors, links, make_calls, pages, paths, read

PAGES = [str(page.relative_to(ROOT)) for page in pages()]


@pytest.mark.parametrize("document", PAGES)
def test_every_path_that_a_page_names_exists(document: str) -> None:
    named = paths(read(document))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", PAGES)
def test_every_relative_link_leads_to_a_page_and_a_heading(document: str) -> None:
    broken = [target for target in links(read(document)) if "://" not in target and not _leads(ROOT / document, target)]
    assert broken == []


def _leads(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    found = (page.parent / name) if name else page
    return found.exists() and (not anchor or anchor in anchors(found.read_text(encoding="utf-8")))


def test_the_map_of_the_house_names_paths_in_every_app() -> None:
    named = paths(read("docs/architecture.md"))
    assert [app for app in APPS if not any(name.startswith(f"{app}/") for name in named)] == []
    assert len(named) > 80


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_in_a_short_guide_what_to_read_for_which_work(app: str) -> None:
    guide = read(f"{app}/README.md")
    assert len(guide.splitlines()) <= 40
    assert any(name.startswith(f"{app}/") for name in paths(guide))


def test_every_make_target_that_a_page_names_is_in_the_makefile() -> None:
    targets = {line.partition(":")[0] for line in read("Makefile").splitlines() if line[:1].isalpha() and ":" in line}
    named = {target for each in PAGES for target in make_calls(read(each))}
    assert named - targets == set()


def test_a_path_that_is_gone_and_a_link_that_leads_nowhere_are_seen() -> None:
    assert paths("see `lifecycle/rules/gone.py` and `config/x.py: name`") == {"lifecycle/rules/gone.py", "config/x.py"}
    assert not _leads(ROOT / "README.md", "docs/gone.md")
    assert not _leads(ROOT / "README.md", "docs/architecture.md#no-such-heading")
