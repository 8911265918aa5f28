"""How does a copy of a milestone get into a room that staff chose?

Apprise knows the rooms' protocols. It is an extra of the installation, loaded when the first copy leaves.
"""

import warnings
from datetime import timedelta
from pkgutil import resolve_name
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.channels.contract import (
    Accepted,
    Ambiguous,
    Answer,
    Fault,
    Found,
    Outlet,
    Payload,
    Proof,
    Refused,
    Temporary,
)

_LONGEST_S = 10.0
_UNKNOWN = "no address of a room that is known"


class Chat:
    """The address is a secret: it holds the room's credentials and stands in no log, answer or page."""

    is_quiet_bound = False
    can_look_up = False
    proof = Proof.ACCEPTED
    key_window: timedelta | None = None
    route = ""
    max_bytes = 4_000

    def check_target(self, address: str) -> Verdict:
        try:
            room = _room(address)
        except ImportError:
            return blocked("chat_extra", Reason.MISSING, detail="the extra “chat” is not installed")
        except Exception:
            room = None
        return Verdict() if room else blocked("chat_address", Reason.BROKEN_RULE, detail=_UNKNOWN)

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        """Apprise says yes or no and nothing more: its no may be an answer that was lost, so that none is repeated."""
        if len(payload.text.encode()) > self.max_bytes:
            return Refused(Fault.MESSAGE, "size", f"more than {self.max_bytes} bytes")
        try:
            room = _room(_bounded(payload.address, timeout_s))
        except ImportError:
            return Temporary("extra", "the extra “chat” is not installed")
        except Exception as problem:  # whatever a protocol of apprise stumbles over, without the address it was given
            return Refused(Fault.ADDRESS, "address", type(problem).__name__)
        if room is None:
            return Refused(Fault.ADDRESS, "address", _UNKNOWN)
        try:
            is_taken = bool(room.notify(title=payload.subject, body=payload.text))
        except Exception as problem:
            return Ambiguous(type(problem).__name__)
        return Accepted() if is_taken else Ambiguous("the room did not say that it took it")

    def resolve(self, key: UUID) -> Found:
        del key
        return Found.UNKNOWN


def _room(address: str) -> Any:
    """None when no protocol of apprise knows it. Raises ImportError without the extra."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of modules that apprise loads for protocols not used here
        apprise = resolve_name("apprise:Apprise")()
        return apprise if urlsplit(address).scheme and apprise.add(address) else None


def _bounded(address: str, timeout_s: float) -> str:
    """Connect and read time-outs are parameters of apprise's addresses."""
    parts = urlsplit(address)
    wait = f"{min(timeout_s, _LONGEST_S) / 2:.1f}"
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), "cto": wait, "rto": wait}
    return urlunsplit(parts._replace(query=urlencode(query)))


CHANNEL: Outlet = Chat()
