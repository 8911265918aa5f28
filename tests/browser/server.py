"""How do the pages get served to a browser in tests, and who is signed in?"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.test import Client

from config.wsgi import application
from lifecycle.models import User
from tests.browser.pages import NOBODY, PAGES

EVERYBODY = frozenset(each.who for each in PAGES) - {NOBODY}


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and the session of each person in them."""

    url: str
    sessions: dict[str, str]

    def cookies(self, who: str) -> list[dict[str, str]]:
        if who == NOBODY:
            return []
        return [{"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[who], "url": self.url}]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it so)
        """Nothing: the tests speak for themselves."""


@contextmanager
def served(people: Collection[str] = EVERYBODY) -> Iterator[Site]:
    """A threaded server on a free port of loopback, in this process; `people` are signed in."""
    sessions = {who: _session_of(who) for who in sorted(people)}
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", sessions)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _session_of(who: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=who))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
