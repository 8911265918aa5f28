"""What do staff programs read of who is affected by a plan?"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lifecycle.api import SunsetPlan, affected, affected_csv, as_affected_row, replacement_of, tally_as_json
from lifecycle.rest.answers import ANY_OBJECT, NO_STORE, PAGE, StaffView
from lifecycle.rules.affected import AffectedStatus, SubjectKind
from lifecycle.rules.affected_list import Wanted

FILTERS = [
    OpenApiParameter("account", str, description="An account's key."),
    OpenApiParameter("status", str, enum=list(AffectedStatus)),
    OpenApiParameter("kind", str, enum=list(SubjectKind)),
    OpenApiParameter("after", int, description="How many rows to leave out; the answer says where to go on."),
]


class CsvFile(BaseRenderer):
    """With `?format=csv`. The list itself is streamed past this; what comes here is a refusal."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        del accepted_media_type, renderer_context
        return str(data).encode()


class PlanAffected(StaffView):
    """Users, integrations, tokens and client versions that used the module, the newest use first, a hundred at a time.

    `status` of each is its own, or that of its account's leave. `claimed_at` is what a person said: no observation.
    With `?format=csv` the whole list as CSV.
    """

    renderer_classes = (JSONRenderer, CsvFile)

    @extend_schema(operation_id="plans_affected", parameters=FILTERS, responses=ANY_OBJECT)
    def get(self, request: Request, key: str) -> HttpResponseBase:
        plan = SunsetPlan.objects.select_related("module__replacement_module").filter(key=key).first()
        if plan is None:
            raise NotFound
        wanted = Wanted(*(request.query_params.get(name, "") for name in ("status", "account", "kind")))
        if not wanted.is_possible:
            raise ValidationError({"status": "Choose a status and a kind of the list, or none."})
        if request.accepted_renderer.format == "csv":
            return _file(plan, wanted)
        return self._page(plan, wanted, _start(request.query_params.get("after", "0")))

    def _page(self, plan: SunsetPlan, wanted: Wanted, start: int) -> Response:
        now, replacement = timezone.now(), replacement_of(plan)
        found = list(affected.subjects(plan, wanted=wanted, now=now)[start : start + PAGE + 1])
        body = {
            "plan": plan.key,
            "module": plan.module.key,
            "counts": tally_as_json(affected.tally(plan, now=now, wanted=wanted)),
            "dormant_integrations": affected.dormant_integrations(plan),
            "results": [as_affected_row(each, replacement) for each in found[:PAGE]],
            "after": start + PAGE if len(found) > PAGE else None,
        }
        return Response(body, headers=NO_STORE)


def _file(plan: SunsetPlan, wanted: Wanted) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        for line in affected_csv(plan, wanted=wanted, now=timezone.now()):
            yield f"{line}\r\n"

    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{plan.key}-affected.csv"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


def _start(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 9):
        raise ValidationError({"after": "Give the number that the answer before gave."})
    return int(text)
