"""Which bytes does a packed body hold, without letting a small one become a large one?"""

import io
import zlib

import zstandard

from analytics.rules.batch_body import MOST_BYTES, BodyFault, BodyProblem

_GZIP_SIP = 1024  # what a member leaves of it is read again: little, so that many small members cost little
_SIP = 256  # so much of a zstd frame unfolds to 8 MiB at the very most
_LARGEST_WINDOW = 2**23  # RFC 9659: what a receiver of zstd over HTTP need not exceed


def unpacked(body: bytes, *, encoding: str) -> bytes:
    """`encoding` as in Content-Encoding. Raises BodyFault also for what would unpack to more than may be sent."""
    name = encoding.strip().lower()
    try:
        if name in {"", "identity"}:
            return body
        if name in {"gzip", "x-gzip"}:
            return _from_gzip(body)
        if name == "zstd":
            return _from_zstd(body)
    except (zlib.error, zstandard.ZstdError) as problem:
        raise BodyFault(BodyProblem.MALFORMED, f"Its {name} data is damaged: {problem}.") from problem
    raise BodyFault(BodyProblem.NOT_READ_HERE, f"Content-Encoding {name!r} is not read here: send gzip, zstd or plain.")


def _from_gzip(body: bytes) -> bytes:
    """Member after member, as gzip allows."""
    found, at, member = io.BytesIO(), 0, None
    while at < len(body):
        member = member or zlib.decompressobj(wbits=31)
        sip = body[at : at + _GZIP_SIP]
        _keep(found, member.decompress(sip, MOST_BYTES + 1 - found.tell()))
        at += len(sip)
        if member.eof:
            at, member = at - len(member.unused_data), None
    if member is not None:
        raise _cut_off("gzip")
    return found.getvalue()


def _from_zstd(body: bytes) -> bytes:
    """Frame after frame; in small sips, because the library offers no limit to what one call returns."""
    found, at, frame = io.BytesIO(), 0, None
    while at < len(body):
        frame = frame or zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj()
        sip = body[at : at + _SIP]
        _keep(found, frame.decompress(sip))
        at += len(sip)
        if frame.eof:
            at, frame = at - len(frame.unused_data), None
    if frame is not None:
        raise _cut_off("zstd")
    return found.getvalue()


def _keep(found: io.BytesIO, plain: bytes) -> None:
    found.write(plain)
    if found.tell() > MOST_BYTES:
        raise BodyFault(BodyProblem.TOO_LARGE, f"Unpacked it has more than {MOST_BYTES:,} bytes: send several calls.")


def _cut_off(name: str) -> BodyFault:
    return BodyFault(BodyProblem.MALFORMED, f"Its {name} data is cut off: send the whole body again.")
