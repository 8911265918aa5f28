"""How does a program learn what became of a batch?"""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import queries
from analytics.models import ActivityBatch, BatchStatus
from analytics.rest import activity_shapes as shapes
from analytics.rest.machine_login import MachineTokenLogin, MayReadReceipts
from analytics.rest.problems import ProblemView
from analytics.services.workspace import rejects_dir
from lifecycle.api import MachineToken

NO_STORE = {"Cache-Control": "no-store"}
NOT_THERE = "There is no such batch."


class ReceiptView(ProblemView):
    """For the sender and for staff; all others' batches look like none."""

    authentication_classes = (MachineTokenLogin, SessionAuthentication)
    permission_classes = (MayReadReceipts,)

    def batch_called(self, name: str) -> ActivityBatch:
        try:
            uuid = UUID(name)
        except ValueError:
            raise NotFound(NOT_THERE) from None
        rows = ActivityBatch.objects.select_related("activity_import")
        if isinstance(self.request.auth, MachineToken):
            rows = rows.filter(source=self.request.auth.source)
        batch = rows.filter(uuid=uuid).first()
        if batch is None:
            raise NotFound(NOT_THERE)
        return batch


class ActivityReceipt(ReceiptView):
    """What became of a batch."""

    @extend_schema(
        operation_id="activity_read",
        parameters=[shapes.UUID],
        responses={200: shapes.Batch, **shapes.problems(s401="No token.", s403="Not yours.", s404="None of yours.")},
    )
    def get(self, request: Request, uuid: str) -> Response:
        del request
        return Response(_outcome(self.batch_called(uuid)), headers=NO_STORE)


class ActivityRejects(ReceiptView):
    """Every rejected event of a batch: file, line, field, reason, raw."""

    @extend_schema(
        operation_id="activity_rejects",
        parameters=[shapes.UUID],
        responses={**shapes.LINES, **shapes.problems(s401="No token.", s403="Not yours.", s404="None of yours.")},
    )
    def get(self, request: Request, uuid: str) -> FileResponse | StreamingHttpResponse:
        del request
        batch = self.batch_called(uuid)
        path = _rejects_of(batch)
        name = f"rejects-{batch.uuid}.jsonl"
        kept = path.open("rb") if path and path.exists() else None
        answer = FileResponse(kept) if kept else StreamingHttpResponse(_nothing())
        answer["Content-Type"] = "application/x-ndjson"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer


def _nothing() -> Iterator[bytes]:
    yield b""


def receipt(batch: ActivityBatch) -> dict[str, object]:
    return {
        "uuid": str(batch.uuid),
        "source": batch.source,
        "events": batch.events,
        "sha256": batch.sha256,
        "received_at": batch.received_at,
        "url": url_of(batch),
    }


def _outcome(batch: ActivityBatch) -> dict[str, object]:
    """Names are looked up when they are asked for: what was registered since is no longer among them."""
    done = batch.activity_import
    return {
        **receipt(batch),
        "status": BatchStatus(batch.status).value,
        "added": batch.added,
        "repeated": batch.repeated,
        "rejected": batch.rejected,
        "rejects": batch.reasons,
        "rejects_url": url_of(batch, "activity_rejects") if batch.rejected else None,
        "unregistered_modules": queries.unregistered(done.modules) if done else [],
        "message": batch.message,
        "settled_at": batch.settled_at,
    }


def _rejects_of(batch: ActivityBatch) -> Path | None:
    return rejects_dir() / f"{batch.activity_import.uuid}.jsonl" if batch.activity_import else None


def url_of(batch: ActivityBatch, name: str = "activity_batch") -> str:
    return settings.PUBLIC_URL + reverse(name, kwargs={"uuid": batch.uuid})
