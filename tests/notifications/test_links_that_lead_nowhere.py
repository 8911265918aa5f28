"""Is a notice stopped whose links lead nowhere, and only warned of when nobody knows (A8, A11)?"""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pytest_django import Settings

from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import lint_notices
from notifications.channels.link_probe import Found, ask
from notifications.models import NoticeWording
from notifications.rules.notice_codes import NoticeCode
from tests.cast import NOON, a_plan

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED
ASKED: list[str] = []


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append(self.path)
        self.send_response({"/gone": 404, "/moved": 301, "/broken": 500, "/members": 403}.get(self.path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def site() -> Iterator[str]:
    """The replacement's site, on this machine."""
    ASKED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def findings(plan: SunsetPlan) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    verdict = lint_notices(plan, [FIRST], now=NOON)
    said = [{(each.criterion, each.fact("found")) for each in found} for found in (verdict.blockers, verdict.cautions)]
    return said[0], said[1]


def test_a_page_of_the_replacement_that_is_gone_blocks_and_one_that_fails_is_a_caution(site: str) -> None:
    plan = a_plan(stage=Stage.DECIDED)
    for path, blockers, cautions in (
        ("/there", set(), set()),
        ("/moved", set(), set()),
        ("/gone", {("lint_dead_link", f"{site}/gone")}, set()),
        ("/broken", set(), {("lint_link_unknown", f"{site}/broken")}),
    ):
        plan.module.replacement_url = site + path
        assert findings(plan) == (blockers, cautions)
    assert ASKED == ["/there", "/moved", "/gone", "/broken"]  # once each, in however many letters it stands


def test_our_own_pages_are_looked_up_and_a_bare_address_counts_as_a_link(settings: Settings) -> None:
    plan = a_plan(stage=Stage.DECIDED)
    ours = f"{settings.PUBLIC_URL}/portal/exprots/"
    text = f"See {ours}. Or www.elsewhere.example/x"
    NoticeWording.objects.create(
        plan=plan, code=FIRST, tier="", locale="en", part="intro", text=text, written_by="Paul", written_at=NOON
    )
    found = {("lint_dead_link", ours), ("lint_link", "https://www.elsewhere.example/x")}
    assert findings(plan) == (found, set())


def test_nobody_is_led_into_our_network_nor_asks_the_world_from_a_test(site: str, settings: Settings) -> None:
    assert ask("https://insights.example/") is Found.UNASKED
    assert [ask(f"{site}/{path}") for path in ("members", "gone")] == [Found.THERE, Found.GONE]
    assert ask("http://127.0.0.1:1/") is Found.UNKNOWN
    ASKED.clear()
    settings.WEBHOOK_ALLOWS_LOOPBACK = False
    assert ask(site) is Found.UNKNOWN
    settings.ENVIRONMENT = "production"
    assert [ask(each) for each in ("http://10.0.0.1/", "http://[::1", "https://u:p@127.0.0.1/")] == [Found.UNKNOWN] * 3
    assert ASKED == []
