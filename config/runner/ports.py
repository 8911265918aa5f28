"""Which port is free, and does the site answer there?"""

import socket

from config.services.problems import ServiceProblem


def free_port(wanted: str) -> int:
    """The wanted port, or the next free one after it."""
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise ServiceProblem(f"PORT={wanted!r}: expected a whole number from 1 to 65535.")
    for port in range(int(wanted), min(int(wanted) + 200, 65536)):
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ServiceProblem(f"PORT={wanted}: this port and the 200 after it are taken; choose another.")


def ask(port: int, path: str) -> tuple[bool, str]:
    """Whether the site says 200, and what it says. (http.client would load TLS: megabytes for one line.)"""
    heard = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            while part := line.recv(4096):
                heard += part
    except OSError as problem:
        return False, f"no answer yet ({type(problem).__name__})"
    head, _, body = heard.partition(b"\r\n\r\n")
    return b" 200 " in head.split(b"\r\n")[0], body.decode(errors="replace").strip()
