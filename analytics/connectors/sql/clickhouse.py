"""How is a ClickHouse asked, over its own HTTP interface?"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpx
import orjson

from analytics.connectors.sql.databases import QueryFault

LOCATED = ("clickhouse://", "clickhouses://")
_PORTS = {"clickhouse": ("http", 8123), "clickhouses": ("https", 8443)}
_WAIT = httpx.Timeout(10, read=600)
_SAID = 300
# What a join does not find is nothing, as everywhere else, and no 0; a user that may only read may set these.
_SETTINGS = {
    "readonly": "2",
    "join_use_nulls": "1",
    "session_timezone": "UTC",
    "output_format_json_quote_64bit_integers": "1",
    "output_format_json_quote_decimals": "1",
    "default_format": "JSONCompactEachRowWithNames",
}


@dataclass(frozen=True, slots=True)
class ClickhouseLink:
    """Each query stands for itself: two of them may see different rows, so that counts are compared afterwards."""

    client: httpx.Client
    shown: str
    engine: str = "clickhouse"
    is_snapshot: bool = False

    @classmethod
    @contextmanager
    def opened(cls, address: str) -> Iterator["ClickhouseLink"]:
        found = urlsplit(address)
        scheme, port = _PORTS[found.scheme]
        who = {"X-ClickHouse-User": unquote(found.username or "default")}
        if found.password:
            who["X-ClickHouse-Key"] = unquote(found.password)
        settings = {**_SETTINGS, "database": found.path.strip("/") or "default"}
        base = f"{scheme}://{found.hostname or ''}:{found.port or port}"
        with httpx.Client(base_url=base, headers=who, params=settings, timeout=_WAIT, trust_env=False) as client:
            yield cls(client, cls.location(address))

    @staticmethod
    def location(address: str) -> str:
        found = urlsplit(address)
        port = f":{found.port}" if found.port else ""
        return f"{found.scheme}://{found.hostname or ''}{port}{found.path}"

    def columns(self, select: str) -> dict[str, bool]:
        """Every time of ClickHouse is an instant."""
        names = next(self._lines(f"{select} LIMIT 0"), [])
        return {str(name): False for name in names}

    def rows(self, select: str) -> Iterator[Sequence[object]]:
        lines = self._lines(select)
        next(lines, None)
        yield from lines

    @contextmanager
    def one_sight(self) -> Iterator[None]:
        yield

    def _lines(self, select: str) -> Iterator[list[object]]:
        """An answer that breaks off, or says in its midst that something failed, is a fault."""
        try:
            with self.client.stream("POST", "/", content=select.encode()) as answer:
                if answer.status_code != httpx.codes.OK:
                    said = answer.read().decode(errors="replace").strip().partition("\n")[0]
                    raise QueryFault(f"{self.shown} does not answer the query: {said[:_SAID]}")
                for line in _split(answer.iter_bytes()):
                    found = orjson.loads(line.decode(errors="replace"))  # its texts are bytes: a name may be no UTF-8
                    if not isinstance(found, list):
                        raise QueryFault(f"{self.shown} answers something else than rows")
                    yield found
        except httpx.HTTPError as problem:
            raise QueryFault(f"{self.shown} does not answer: {type(problem).__name__}") from problem
        except orjson.JSONDecodeError as problem:
            raise QueryFault(f"{self.shown} broke off its answer") from problem


def _split(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Where the server ends a line, and not at what Unicode calls one: that may stand in a name."""
    rest = b""
    for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        yield from lines
    if rest:
        yield rest
