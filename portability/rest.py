"""How do a customer's own programs ask for, follow and fetch exports?"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lifecycle.api import Account, BadInput, Refused, User, membership_of, portal_scope, verdict_as_dict
from portability import api
from portability.rules.roles import MAY_EXPORT, MAY_FOLLOW

ANY_OBJECT = OpenApiTypes.OBJECT


class ExportList(APIView):
    """The account's exports."""

    @extend_schema(operation_id="exports_list", responses=ANY_OBJECT)
    def get(self, request: Request) -> Response:
        account = _account(request, MAY_FOLLOW)
        with portal_scope(account):
            found = [api.export_as_json(export) for export in api.exports_of(account)]
        return Response({"results": found})

    @extend_schema(operation_id="exports_request", request=ANY_OBJECT, responses={201: ANY_OBJECT})
    def post(self, request: Request) -> Response:
        """The same request within 24 hours answers with the export that is there (200)."""
        account, now = _account(request, MAY_EXPORT), timezone.now()
        wanted = partial(_wanted, request.data, account.timezone)
        return _answered(account, lambda: _requested(account, wanted(), request, now))


class ExportPreview(APIView):
    """Exact counts before anything is built."""

    @extend_schema(operation_id="exports_preview", request=ANY_OBJECT, responses=ANY_OBJECT)
    def post(self, request: Request) -> Response:
        account = _account(request, MAY_EXPORT)
        return _answered(account, lambda: _previewed(account, _wanted(request.data, account.timezone)))


class ExportDetail(APIView):
    """One export of the account."""

    @extend_schema(operation_id="exports_read", responses=ANY_OBJECT)
    def get(self, request: Request, uuid: UUID) -> Response:
        account = _account(request, MAY_FOLLOW)
        return _answered(account, lambda: Response(api.export_as_json(_export(account, uuid))))


class ExportCancel(APIView):
    """Call an export off."""

    @extend_schema(operation_id="exports_cancel", request=None, responses=ANY_OBJECT)
    def post(self, request: Request, uuid: UUID) -> Response:
        account, now = _account(request, MAY_EXPORT), timezone.now()

        def cancelled() -> Response:
            export = api.cancel_export(export=_export(account, uuid), actor=_user(request).actor, now=now)
            return Response(api.export_as_json(export))

        return _answered(account, cancelled)


class ExportTicket(APIView):
    """A link for this person: five minutes to start, one use."""

    @extend_schema(operation_id="exports_ticket", request=None, responses={201: ANY_OBJECT})
    def post(self, request: Request, uuid: UUID) -> Response:
        account, now = _account(request, MAY_EXPORT), timezone.now()

        def issued() -> Response:
            secret = api.issue_ticket(export=_export(account, uuid), actor=_user(request).actor, now=now)
            return Response({"url": reverse("portability:download", args=[secret])}, status=201)

        return _answered(account, issued)


class ExportConfirm(APIView):
    """The customer says which sha256 arrived."""

    @extend_schema(operation_id="exports_confirm", request=ANY_OBJECT, responses=ANY_OBJECT)
    def post(self, request: Request, uuid: UUID) -> Response:
        account, now = _account(request, MAY_EXPORT), timezone.now()
        sha256 = str(request.data.get("sha256", "")) if isinstance(request.data, dict) else ""

        def confirmed() -> Response:
            export = _export(account, uuid)
            same = api.confirm_download(export=export, sha256=sha256, actor=_user(request).actor, now=now)
            return Response({"same": same, **api.export_as_json(export)}, status=200 if same else 409)

        return _answered(account, confirmed)


class Download(APIView):
    """The bytes of a package, whole or in ranges, for the holder of a ticket. All other cases look alike: 404."""

    @extend_schema(operation_id="exports_download", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, secret: str) -> HttpResponseBase:
        return _download(request, secret)

    @extend_schema(exclude=True)
    def head(self, request: Request, secret: str) -> HttpResponseBase:
        return _download(request, secret)


def _download(request: Request, secret: str) -> HttpResponseBase:
    account, actor = _account(request, MAY_EXPORT), _user(request).actor
    with portal_scope(account):
        export = api.redeem_ticket(secret=secret, account=account, actor=actor, now=timezone.now())
    if export is None:
        raise Http404
    return api.hand_out(_plain(request), secret=secret, export=export, actor=actor, clock=timezone.now)


def _account(request: Request, roles: frozenset[str]) -> Account:
    membership = membership_of(_plain(request), today=timezone.now().date())
    if membership is None:
        raise Http404
    if membership.role not in roles:
        raise PermissionDenied("Your role does not allow this; ask an owner of your account.")
    return membership.account


def _user(request: Request) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _plain(request: Request) -> HttpRequest:
    found: HttpRequest = request._request
    found.user = request.user
    return found


def _export(account: Account, uuid: UUID) -> api.Export:
    export = api.export_of(account=account, uuid=uuid)
    if export is None:
        raise Http404
    return export


def _answered(account: Account, work: Callable[[], Response]) -> Response:
    try:
        with portal_scope(account):
            return work()
    except Refused as refusal:
        return Response(verdict_as_dict(refusal.verdict), status=409)
    except (BadInput, api.BadFilter) as problem:
        return Response({"detail": str(problem)}, status=400)


def _requested(account: Account, wanted: api.ExportRequest, request: Request, now: datetime) -> Response:
    export = api.request_export(account=account, request=wanted, actor=_user(request).actor, now=now)
    return Response(api.export_as_json(export), status=201 if export.requested_at == now else 200)


def _previewed(account: Account, wanted: api.ExportRequest) -> Response:
    found = api.preview_export(account=account, request=wanted)
    return Response(
        {
            "exported": found.exported,
            "excluded": found.tally.by_reason("excluded"),
            "kinds": dict(found.kinds),
            "types": dict(found.types),
            "months": dict(sorted(found.months.items())),
            "package_bytes": list(found.package_bytes),
        }
    )


def _wanted(data: object, zone: str) -> api.ExportRequest:
    """`{"filter": {"from": "2016-01-01", "to": "2016-02-01", "persons": […], …}, "formats": ["jsonl"]}`."""
    if not isinstance(data, dict) or not isinstance(data.get("filter", {}), dict):
        raise BadInput("a request is an object with `filter` (an object) and `formats` (a list)")
    found = {"zone": zone, **data.get("filter", {})}
    for name in ("from", "to"):
        if name in found:
            found[f"{name}_ms"] = api.instant_ms(str(found.pop(name)), str(found["zone"]), name)
    return api.from_json({**data, "filter": found})
