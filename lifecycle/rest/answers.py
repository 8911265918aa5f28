"""What do all answers of the staff API have in common?"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import IsAdminUser
from rest_framework.response import Response
from rest_framework.views import APIView

from lifecycle.api import verdict_as_dict
from lifecycle.rules.verdicts import Verdict

NO_STORE = {"Cache-Control": "private, no-store"}
PAGE = 100
ANY_OBJECT = OpenApiTypes.OBJECT
AFTER = OpenApiParameter("after", str, description="The key after which to go on.")


class StaffView(APIView):
    """For staff only; whoever else asks learns nothing."""

    permission_classes = (IsAdminUser,)


def page(rows: QuerySet[Any], shape: Callable[[Any], dict[str, object]]) -> Response:
    """The first rows by key, and where to go on."""
    found = list(rows[: PAGE + 1])
    more = found[PAGE - 1].key if len(found) > PAGE else None
    return Response({"results": [shape(each) for each in found[:PAGE]], "after": more}, headers=NO_STORE)


def refused(verdict: Verdict, *, instance: str, is_wrong_person: bool = False) -> Response:
    """The problem body of a refusal by a rule (RFC 9457, with `verdict` and `blockers`)."""
    status = 403 if is_wrong_person else 409
    found = verdict_as_dict(verdict)
    first = next(iter(verdict.blockers), None)
    body = {
        "type": "urn:sunsetter:wrong-person" if is_wrong_person else "urn:sunsetter:refused",
        "title": "Another person must do this" if is_wrong_person else "A rule stands against it",
        "status": status,
        "detail": found["blockers"][0]["sentence"] if first else "",  # type: ignore[index]  # a list of findings
        "instance": instance,
        **found,
    }
    return Response(body, status=status, headers=NO_STORE, content_type="application/problem+json")
