"""Does every route of the URL configuration stand in the table of pages?

Interface, section 4: pages come from the URL configuration; one missing in the test's table fails.
"""

from tests.browser.pages import NOT_PAGES, PAGES, allauth_routes_without_page, routes


def test_every_route_is_a_page_or_says_why_not() -> None:
    known = {each.route for each in PAGES} | NOT_PAGES.keys() | allauth_routes_without_page()
    missing = {name for name, pattern in routes() if not pattern.startswith("api/")} - known
    assert not missing, f"add these to tests/browser/pages.py: {sorted(missing)}"


def test_the_table_names_only_routes_that_exist() -> None:
    there = {name for name, _ in routes()}
    assert {each.route for each in PAGES} | NOT_PAGES.keys() <= there
