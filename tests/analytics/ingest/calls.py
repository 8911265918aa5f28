"""How do the tests call the endpoint?"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler

from django.test import Client

from lifecycle.models import MachineToken
from lifecycle.rules.actors import Actor
from lifecycle.rules.machine_tokens import TokenRight
from lifecycle.services.machine_tokens import issue_token

ADDRESS = "/api/v1/activity"
ACTOR = Actor.system("test")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def a_token(name: str = "shop-events", *, source: str = "shop") -> tuple[MachineToken, str]:
    return issue_token(
        name=name, rights=[TokenRight.ACTIVITY_WRITE], source=source, expires_at=None, actor=ACTOR, now=LONG_AGO
    )


def event(number: int, **changes: object) -> dict[str, object]:
    """Numbered, so that no two are alike."""
    return {
        "occurred_at": f"2026-05-{number % 28 + 1:02}T10:00:00Z",
        "account": "acme",
        "user": f"u{number}",
        "module": "reactions",
        "event_id": f"e{number}",
        **changes,
    }


def events(count: int, *, first: int = 0) -> list[dict[str, object]]:
    return [event(number) for number in range(first, first + count)]


def as_lines(rows: Iterable[object]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def send(text: str, body: bytes, *, media_type: str = "application/json", **headers: str) -> Any:
    """Django's answer; headers by their Python names: `idempotency_key="k"`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client = Client(raise_request_exception=False)
    return client.post(
        ADDRESS, data=body, content_type=media_type, headers={"Authorization": f"Bearer {text}", **named}
    )


def ask(text: str, path: str) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {text}"})


class Silent(WSGIRequestHandler):
    """Of a server in a test, which says itself what matters."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""
