"""What do the calls about activity take and answer, as the API's description says it?"""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework.serializers import (
    CharField,
    ChoiceField,
    DateTimeField,
    IntegerField,
    ListField,
    Serializer,
    URLField,
    UUIDField,
)

from analytics.models import BatchStatus
from analytics.rest.problems import MEDIA_TYPE
from analytics.rules.batch_body import MOST_EVENTS


class Receipt(Serializer[dict[str, object]]):
    """What was received. The same call again answers the same."""

    uuid = UUIDField(help_text="Names the batch.")
    source = CharField(help_text="The feed that the token speaks for.")  # type: ignore[assignment]  # DRF: its own name
    events = IntegerField(min_value=1, max_value=MOST_EVENTS, help_text="How many events were received.")
    sha256 = CharField(help_text="Of the body, unpacked.")
    received_at = DateTimeField()
    url = URLField(help_text="Where to ask what became of it.")


class RejectCount(Serializer[dict[str, object]]):
    """How many events one field and reason cost."""

    field = CharField()
    reason = CharField()
    count = IntegerField(min_value=1)


class Batch(Receipt):
    """What became of it. Once `imported`, `events` = `added` + `repeated` + `rejected`."""

    status = ChoiceField(choices=BatchStatus.choices)
    added = IntegerField(help_text="Events that are new.")
    repeated = IntegerField(help_text="Events that were known before.")
    rejected = IntegerField(help_text="Events that are not taken; `rejects` says why.")
    rejects = ListField(child=RejectCount())
    rejects_url = URLField(allow_null=True, help_text="Every rejected event with its reason, as JSON lines.")
    unregistered_modules = ListField(child=CharField(), help_text="Modules it names that nobody registered: counted.")
    message = CharField(allow_blank=True, help_text="Why a refused batch was refused.")
    settled_at = DateTimeField(allow_null=True)


class ProblemBody(Serializer[dict[str, object]]):
    """RFC 9457."""

    type = CharField()
    title = CharField()
    status = IntegerField()
    detail = CharField()
    instance = CharField()  # type: ignore[assignment]  # DRF: its own name


# No types: an event is judged when it is imported, and a bad one is counted and shown, not a reason to refuse the call.
EVENT: dict[str, Any] = {
    "type": "object",
    "description": "Judged when it is imported: the batch says which events were rejected, and why.",
    "properties": {
        "occurred_at": {"description": "Needed. ISO 8601 with offset, or epoch seconds or milliseconds as an integer."},
        "account": {"description": "Needed. The account's key, text."},
        "user": {"description": "Needed. The user's id in the host product, text."},
        "module": {"description": "Needed. The module's key: 1 to 64 of a-z, 0-9, dot, underscore, dash."},
        "action": {"description": "Text."},
        "quantity": {"description": "A number, not negative, of at most six decimals; 1 when left out."},
        "event_id": {"description": "Text. The same id within a source is the same event."},
        "client": {"description": "Text."},
        "integration": {"description": "Text."},
    },
}
_MANY = {"type": "array", "items": EVENT, "minItems": 1, "maxItems": MOST_EVENTS}
BODY = {
    "application/json": {
        "oneOf": [
            _MANY,
            {"type": "object", "required": ["events"], "properties": {"events": _MANY}, "additionalProperties": False},
        ]
    },
    "application/x-ndjson": {"type": "string", "description": "One event, a JSON object, to a line."},
}
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="1 to 255 characters of your choice; the same key with the same body is the same batch."
    " Without it the body stands for itself.",
)
UUID = OpenApiParameter("uuid", OpenApiTypes.UUID, OpenApiParameter.PATH)
EXAMPLE = OpenApiExample(
    "One event",
    value={
        "events": [
            {
                "occurred_at": "2027-03-01T09:15:00+01:00",
                "account": "acme",
                "user": "u-17",
                "module": "reports",
                "action": "open",
                "event_id": "e-1",
            }
        ]
    },
    request_only=True,
    media_type="application/json",
)
LINES = {(200, "application/x-ndjson"): OpenApiTypes.STR}


def problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(ProblemBody, description=description)


def problems(**cases: str) -> dict[tuple[int, str], OpenApiResponse]:
    """`s404="…"` to the response of that status."""
    return {(int(name[1:]), MEDIA_TYPE): problem(description) for name, description in cases.items()}
