"""How are the bytes of a package handed out, whole or in ranges?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from portability.models import Export
from portability.services.exports.build import package_path
from portability.services.stores import files_place
from portability.storage.places import PIECE

RANGE = re.compile(r"\Abytes=(\d*)-(\d*)\Z")
Taken = Callable[[int, int], None]  # the first byte of an answer, and how many were taken


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `first` to `last`, both included."""

    first: int
    last: int


def wanted_span(request: HttpRequest, export: Export) -> Span | None:
    """The range that is asked for and can be served; None means the whole. Raises ValueError beyond the end."""
    header, condition = request.headers.get("Range", ""), request.headers.get("If-Range")
    if not header or (condition is not None and condition != etag(export)):
        return None
    found = RANGE.match(header)
    if not found or found[1] == found[2] == "":
        return None  # several ranges or another unit: the whole is a right answer (RFC 9110, section 14.2)
    size = export.package_bytes
    first = int(found[1]) if found[1] else max(size - int(found[2]), 0)
    last = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
    if first >= size or last < first:
        raise ValueError(header)
    return Span(first, last)


def package_response(request: HttpRequest, export: Export, taken: Taken) -> HttpResponseBase:
    """200, 206 or 416 with the headers of a download; HEAD has no body. `taken` hears how far the bytes went."""
    size = export.package_bytes
    try:
        span = wanted_span(request, export)
    except ValueError:
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), export, 0)
    first, last = (span.first, span.last) if span else (0, size - 1)
    status = 206 if span else 200
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(status=status)
    else:
        response = StreamingHttpResponse(_followed(_slice(export, first, last), first, taken), status=status)
    if span:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _dressed(response, export, last - first + 1)


def etag(export: Export) -> str:
    """The entity tag: the sha256 of the package."""
    return f'"{export.package_sha256}"'


def _dressed(response: HttpResponseBase, export: Export, length: int) -> HttpResponseBase:
    name = f"{export.account.key}-export-{str(export.uuid)[:8]}.zip"
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(length),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Accept-Ranges": "bytes",
        "ETag": etag(export),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    for header, value in headers.items():
        response[header] = value
    return response


def _followed(pieces: Iterator[bytes], first: int, taken: Taken) -> Iterator[bytes]:
    """A piece was taken when the next is asked for; a broken connection asks no more and is told, too."""
    number = 0
    try:
        for piece in pieces:
            yield piece
            number += len(piece)
    finally:
        taken(first, number)


def _slice(export: Export, first: int, last: int) -> Iterator[bytes]:
    with files_place().open(package_path(export)) as stream:
        stream.seek(first)
        left = last - first + 1
        while left and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
