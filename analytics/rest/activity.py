"""How do programs hand over activity?"""

from typing import cast

from django.db import DatabaseError
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.rest import activity_shapes as shapes
from analytics.rest.machine_login import MachineTokenLogin, MayWriteActivity
from analytics.rest.problems import Problem, ProblemView
from analytics.rest.receipts import NO_STORE, receipt, url_of
from analytics.rules.batch_body import MOST_BYTES, BodyFault, BodyProblem, Lines, read_body
from analytics.services.ingest_receive import Backlogged, KeyReused, receive
from analytics.services.ingest_unpack import unpacked
from lifecycle.api import MachineToken

STATUS = {BodyProblem.MALFORMED: 400, BodyProblem.TOO_LARGE: 413, BodyProblem.NOT_READ_HERE: 415}
LONGEST_KEY = 255


class ActivityInbox(ProblemView):
    """Up to 10,000 events or 5 MB a call, as JSON or JSON lines; plain, or with Content-Encoding gzip or zstd.

    202 says that the events are kept and will be imported; nothing is judged yet. Send a call that got no answer
    again: with the same `Idempotency-Key`, or without one, it is the same batch.
    """

    authentication_classes = (MachineTokenLogin,)
    permission_classes = (MayWriteActivity,)
    parser_classes = ()

    @extend_schema(
        operation_id="activity_send",
        parameters=[shapes.KEY],
        request=shapes.BODY,
        examples=[shapes.EXAMPLE],
        responses={
            202: shapes.Receipt,
            **shapes.problems(
                s400="The body is not built as it must be; nothing was taken.",
                s401="No token, or one that opens nothing.",
                s403="The token may not write activity.",
                s411="A body of unknown length is not read.",
                s413="Too many events or bytes in one call.",
                s415="A type or packing that is not read here.",
                s422="The idempotency key stands for another body.",
                s429="Too much waits: the same call again after `Retry-After` seconds.",
                s503="Nothing can be kept now: the same call again after `Retry-After` seconds.",
            ),
        },
    )
    def post(self, request: Request) -> Response:
        body, lines = _body_of(request)
        key = _key_of(request)
        token = cast(MachineToken, request.auth)  # else MayWriteActivity had not let it through
        try:
            batch, _ = receive(body=body, lines=lines, idempotency_key=key, token=token, now=timezone.now())
        except KeyReused:
            raise Problem(422, "key-reused", "This Idempotency-Key stands for another body: use a new one.") from None
        except Backlogged as full:
            wait = {"Retry-After": str(full.retry_after_s)}
            raise Problem(429, "backlog", "Too much waits to be imported: send it again later.", headers=wait) from full
        except (OSError, DatabaseError) as problem:
            wait = {"Retry-After": "5"}
            raise Problem(503, "not-kept", "It cannot be kept now: send it again later.", headers=wait) from problem
        return Response(receipt(batch), status=202, headers={**NO_STORE, "Location": url_of(batch)})


def _body_of(request: Request) -> tuple[bytes, Lines]:
    """The body unpacked, and its events."""
    media_type, _, parameters = (request.content_type or "").partition(";")
    charset = parameters.lower().replace(" ", "").replace('"', "").removeprefix("charset=")
    if charset not in {"", "utf-8", "utf8"}:
        raise Problem(415, "charset", "Send UTF-8.")
    body = _bytes_of(request)
    try:
        plain = unpacked(body, encoding=request.headers.get("Content-Encoding", ""))
        return plain, read_body(plain, media_type=media_type.strip().lower())
    except BodyFault as fault:
        raise Problem(STATUS[fault.problem], fault.problem.replace("_", "-"), str(fault)) from fault


def _bytes_of(request: Request) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        raise Problem(411, "length-required", "Say with Content-Length how long the body is.")
    if int(length) > MOST_BYTES:
        raise Problem(413, "too-large", f"More than {MOST_BYTES:,} bytes in one call: send several calls.")
    try:
        body: bytes = request._request.read(int(length))
    except OSError:
        body = b""
    if len(body) < int(length):
        raise Problem(400, "cut-off", "The body ended before its Content-Length.")
    return body


def _key_of(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(400, "bad-key", f"An Idempotency-Key has 1 to {LONGEST_KEY} printable ASCII characters.")
    return key
