"""Does the watcher outside hear of us whatever it answers, and does no address for it stop the round (notices §10)?"""

import socket
import threading

import pytest
from pytest_django import Settings

from notifications.channels.dead_man import ping_watcher


def test_a_watcher_whose_answer_has_no_end_has_heard(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _address = server.accept()
            with line:
                line.recv(4096)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nx")
                line.recv(1)  # until the caller hangs up

        thread = threading.Thread(target=answer)
        thread.start()
        settings.WATCHER_URL = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert ping_watcher()
        thread.join()


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://127.0.0.1:x/", "http://127.0.0.1:99999/", "ftp://127.0.0.1/", ""]
)
def test_an_address_that_is_none_is_called_by_nobody(settings: Settings, url: str) -> None:
    settings.WATCHER_URL = url
    assert not ping_watcher()
