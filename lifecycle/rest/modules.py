"""What do staff programs and the host product read of modules, and what should a module's caller be told?"""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from lifecycle.api import Module, signals_of
from lifecycle.rest.answers import AFTER, ANY_OBJECT, NO_STORE, StaffView, page
from lifecycle.rules.caller_signals import Signals

ACCOUNT = OpenApiParameter("account", str, description="An account's key; left out or unknown = a new account.")


class ModuleList(StaffView):
    """Modules by key, a hundred at a time."""

    @extend_schema(operation_id="modules_list", parameters=[AFTER], responses=ANY_OBJECT)
    def get(self, request: Request) -> Response:
        rows = Module.objects.filter(key__gt=request.query_params.get("after", "")).order_by("key")
        return page(rows, _module)


class ModuleDetail(StaffView):
    """One module."""

    @extend_schema(operation_id="modules_read", responses=ANY_OBJECT)
    def get(self, request: Request, key: str) -> Response:
        return Response(_module(_module_called(key)), headers=NO_STORE)


class ModuleSignals(StaffView):
    """Ready-made flag value, headers and refusal for one account: the host product sends them as they are."""

    @extend_schema(operation_id="modules_signals", parameters=[ACCOUNT], responses=ANY_OBJECT)
    def get(self, request: Request, key: str) -> Response:
        module, account = _module_called(key), request.query_params.get("account", "")
        found = signals_of(module=module, account_key=account, now=timezone.now())
        keep = f"private, max-age={found.cache_seconds}" if found.cache_seconds else "no-store"
        return Response(_signals(module.key, account, found), headers={"Cache-Control": keep})


def _module_called(key: str) -> Module:
    module = Module.objects.select_related("replacement_module").filter(key=key).first()
    if module is None:
        raise NotFound
    return module


def _module(module: Module) -> dict[str, object]:
    return {
        "key": module.key,
        "name": module.name,
        "description": module.description,
        "criticality": module.criticality,
        "teams": module.teams,
        "dependants": module.dependants,
        "integrations": module.integrations,
        "replacement": {"name": module.replacement_name, "url": module.replacement_url},
    }


def _signals(module: str, account: str, found: Signals) -> dict[str, object]:
    refusal = found.refusal
    problem = (
        {
            "type": refusal.type,
            "title": refusal.title,
            "status": refusal.status,
            **{name: value for name, value in refusal.extra.items() if value},
        }
        if refusal
        else None
    )
    return {
        "module": module,
        "account": account,
        "stage": found.stage,
        "paused": found.is_paused,
        "revision": found.revision,
        "flag": {"value": found.value, "variant": found.variant, "reason": found.reason},
        "headers": dict(found.headers),
        "refuses": refusal.applies_to if refusal else "nothing",
        "problem": problem,
        "cache_seconds": found.cache_seconds,
    }
