"""How is the embedded ClickHouse asked as a server is: over its HTTP interface, on loopback?

The engine, its SQL and its formats are real; the server around them is this file. It takes one question at a time and
sends the answer as it is, whole: what a server does under load is not shown by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from chdb.session import Session

NO_SETTINGS = {"database", "default_format", "readonly"}  # `readonly` would hold for the session that stays


@contextmanager
def served(session: Session, database: str) -> Iterator[str]:
    """The address of a warehouse that answers from the session."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            given = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            settings = ", ".join(f"{name} = '{value}'" for name, value in given.items() if name not in NO_SETTINGS)
            try:
                body, status = session.query(f"{query}\nSETTINGS {settings}", given["default_format"]).bytes(), 200
            except RuntimeError as problem:
                body, status = str(problem).encode(), 500
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: questions are many."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"clickhouse://127.0.0.1:{server.server_port}/{database}"
        finally:
            server.shutdown()
            thread.join()
