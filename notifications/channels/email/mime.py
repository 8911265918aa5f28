"""Which bytes does a notice travel as?

Seven bits only, so that no relay rewrites them and breaks their signature: what is not plain ASCII in short lines is
quoted-printable, or base64 where most of it is not ASCII.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, quote
from functools import lru_cache

from notifications.channels.contract import Payload
from notifications.rules.addresses import header_text, is_address

_LONGEST_LINE = 76
_END = "\r\n"
_PLAIN, _HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"


def message_bytes(payload: Payload, sender: str, *, key_header: str = "") -> bytes:
    """Headers and a multipart/alternative body, CRLF line ends; `sender` as it stands in the From header."""
    boundary = f"=_{payload.key.hex}"
    headers = {
        "From": sender,
        "To": mailbox(payload.name, payload.address),
        "Subject": encoded(header_text(payload.subject), "Subject"),
        "Message-ID": payload.message_id,
        "Date": _date(payload.sent_at),
        "Content-Language": payload.locale,
        "Auto-Submitted": "auto-generated",
        **{header_text(name): header_text(value, longest=900) for name, value in payload.headers.items()},
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    if key_header:
        headers[key_header] = str(payload.key)
    if is_address(payload.reply_to):
        headers["Reply-To"] = mailbox(payload.reply_to_name, payload.reply_to)
    head = _END.join(f"{name}: {value}" for name, value in headers.items()).encode("ascii", "replace")
    edge = f"\r\n--{boundary}".encode()
    parts = [
        _part(_PLAIN, payload.text, payload.text_pieces),
        _part(_HTML, payload.html, payload.html_pieces),
    ]
    if payload.calendar:
        method = calendar_method(payload.calendar)
        parts.append(_part(f"text/calendar; charset=utf-8; method={method}", payload.calendar.decode()))
    return b"".join([head, b"\r\n", *(edge + b"\r\n" + each for each in parts), edge, b"--\r\n"])


def calendar_method(invite: bytes) -> str:
    """RFC 6047: the parameter says the same as the invite itself."""
    return "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in invite else "REQUEST"


@lru_cache(maxsize=4096)
def mailbox(name: str, address: str) -> str:
    """A name and an address as they stand in a header; the domain in its ASCII form."""
    shown, wire = header_text(name, longest=100), wire_address(address)
    if not shown:
        return wire
    return f'"{quote(shown)}" <{wire}>' if _is_plain(shown) else f"{encoded(shown, 'To')} <{wire}>"


def wire_address(address: str) -> str:
    """As the mail server is told. A part before the @ that is not ASCII raises UnicodeError."""
    local, _, domain = address.rpartition("@")
    local.encode("ascii")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"


@lru_cache(maxsize=1024)
def encoded(text: str, header: str) -> str:
    if _is_plain(text) and len(text) + len(header) < _LONGEST_LINE:
        return text
    charset = "us-ascii" if _is_plain(text) else "utf-8"
    return Header(text, charset, maxlinelen=_LONGEST_LINE, header_name=header).encode(linesep=_END)


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text


_date = lru_cache(maxsize=64)(format_datetime)


def _part(kind: str, text: str, pieces: Sequence[str] = ()) -> bytes:
    """The same bytes from the pieces as from the text: what they say of it adds up, and no line goes over a cut."""
    parts = [_seen(each) if n % 2 else _known(each) for n, each in enumerate(pieces)] or [_seen(text)]
    if all(each.is_short for each in parts):
        name, body = "7bit", b"".join([each.data for each in parts])
    elif sum(each.others for each in parts) * 3 > sum(len(each.data) for each in parts):
        name, data = "base64", b"".join([each.data for each in parts])
        body = base64.encodebytes(data).replace(b"\n", b"\r\n")
    else:
        name, body = "quoted-printable", b"".join([each.quoted for each in parts])
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {name}\r\n\r\n"
    return head.encode() + body


@dataclass(frozen=True, slots=True)
class _Seen:
    """Whole lines: as they are, as quoted-printable, how many bytes are not ASCII, and may they go as they are?"""

    data: bytes
    quoted: bytes
    others: int
    is_short: bool


def _seen(text: str) -> _Seen:
    lines = text.replace("\r\n", "\n").encode()
    data, others = lines.replace(b"\n", b"\r\n"), len(lines.translate(None, _ASCII))
    quoted = binascii.b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")  # its own line breaks are bare
    return _Seen(data, quoted, others, not others and max(map(len, lines.split(b"\n"))) <= _LONGEST_LINE)


_known = lru_cache(maxsize=1024)(_seen)
_ASCII = bytes(range(128))
