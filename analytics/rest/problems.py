"""How is a program told that its call was not taken, and why? (RFC 9457)"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

MEDIA_TYPE = "application/problem+json"


class Problem(APIException):
    """`kind` ends the stable type URI of the case; `status_code` and sentence say the rest."""

    def __init__(self, status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status_code = status
        self.kind = kind
        self.headers = dict(headers or {})


class OneRenderer(BaseContentNegotiation):
    """A program gets what the address offers, whatever it accepts: an error in place of it would help nobody."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        del request, format_suffix
        first: BaseRenderer = renderers[0]
        return first, str(first.media_type)


class ProblemView(APIView):
    """Whatever goes wrong is told as a problem."""

    content_negotiation_class = OneRenderer

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        return as_problem


def as_problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The problem body of what a view of ours raises; None lets all else through as a fault of ours."""
    if not isinstance(exc, APIException):
        return None
    status = HTTPStatus(exc.status_code)
    body = {
        "type": f"urn:sunsetter:{getattr(exc, 'kind', status.phrase.lower().replace(' ', '-'))}",
        "title": status.phrase,
        "status": status.value,
        "detail": str(exc.detail),
        "instance": context["request"].path,
    }
    headers = {"Cache-Control": "no-store", **getattr(exc, "headers", {})}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return Response(body, status=status.value, headers=headers, content_type=MEDIA_TYPE)
