"""Which program is it that calls, and may it do this?"""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from lifecycle.api import MachineToken, token_behind
from lifecycle.rules.machine_tokens import TokenRight

KEYWORD = "Bearer"


class MachineTokenLogin(BaseAuthentication):
    """`Authorization: Bearer TOKEN` or `X-API-Key: TOKEN`. All tokens that open nothing look alike: 401."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, MachineToken] | None:
        text = _token_in(request)
        if not text:
            return None
        token = token_behind(text, now=timezone.now())
        if token is None:
            raise AuthenticationFailed("This token opens nothing here: it is wrong, past its end or revoked.")
        return AnonymousUser(), token

    def authenticate_header(self, request: Request) -> str:
        del request
        return KEYWORD


def _token_in(request: Request) -> str:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == KEYWORD.lower():
        return text.strip()
    return request.headers.get("X-API-Key", "").strip()


class MayWriteActivity(BasePermission):
    """The token names the right."""

    message = "This token may not write activity: issue one with --right activity:write."

    def has_permission(self, request: Request, view: APIView) -> bool:
        del view
        return isinstance(request.auth, MachineToken) and TokenRight.ACTIVITY_WRITE in request.auth.rights


class MayReadReceipts(MayWriteActivity):
    """The sender, or staff."""

    message = "Receipts are read by their sender and by staff."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user and request.user.is_staff) or super().has_permission(request, view)


class MachineTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types there
    """How the API's description names this login."""

    target_class = MachineTokenLogin
    name = "machineToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        del auto_schema
        return {"type": "http", "scheme": "bearer"}
