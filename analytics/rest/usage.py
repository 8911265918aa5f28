"""What do programs of the staff learn about usage?"""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import IsAdminUser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analytics.api import usage
from lifecycle.api import BadInput
from lifecycle.rules.csv_guard import guard


class AccountsCsv(BaseRenderer):
    """The accounts of a usage answer, one line each."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        del accepted_media_type, renderer_context
        found = data.get("by_account", []) if isinstance(data, dict) else []
        rows = [{key: value for key, value in row.items() if not isinstance(value, dict)} for row in found]
        if not rows:
            return b""
        target = io.StringIO()
        writer = csv.DictWriter(target, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
        return target.getvalue().encode()


class ModuleUsageView(APIView):
    """GET /api/v1/modules/{key}/usage?as_of=YYYY-MM-DD, as JSON or, with `?format=csv`, the accounts as CSV."""

    permission_classes = (IsAdminUser,)
    renderer_classes = (JSONRenderer, AccountsCsv)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, key: str) -> Response:
        try:
            found = usage(module_key=key, now=timezone.now(), as_of=_day(request.query_params.get("as_of", "")))
        except BadInput as problem:
            raise NotFound(str(problem)) from problem
        return Response(found.as_json(), headers={"Cache-Control": "private, no-store"})


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError({"as_of": "Write a day like 2026-05-31."}) from None
    if not 2000 <= day.year <= 2200:
        raise ValidationError({"as_of": "Out of range: 2000 to 2200."})
    return day


def _cell(value: object) -> object:
    return guard(value) if isinstance(value, str) else value
