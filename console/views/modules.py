"""What can be retired, and who uses it?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import unregistered_modules
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.files import csv_response
from lifecycle.api import Module, reading
from lifecycle.rules.registering import is_module_key, may_register
from lifecycle.rules.stages import ENDED, Stage

COLUMNS = ("key", "name", "criticality", "owner", "plan_key", "stage")


@dataclass(frozen=True, slots=True)
class ModuleRow:
    key: str
    name: str
    url: str
    criticality: str
    owner: str
    plan_key: str
    plan_url: str
    stage: str
    stage_label: str


@dataclass(frozen=True, slots=True)
class UnregisteredRow:
    """`register_url` is empty where no module can have the key."""

    key: str
    url: str
    register_url: str


@require_safe
@staff_only
def modules(request: StaffRequest) -> HttpResponse:
    rows = tuple(_row(module) for module in reading.modules())
    if request.GET.get("format") == "csv":
        return csv_response("modules.csv", COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in rows))
    context = {
        "section": "modules",
        "modules": rows,
        "unregistered": tuple(_unregistered(key) for key in unregistered_modules()),
        "may_register": bool(may_register(actor_of(request))),
    }
    return render(request, "console/modules.html", context)


def register_url(key: str) -> str:
    return f"{reverse('console:register_module')}?{urlencode({'key': key})}" if is_module_key(key) else ""


def _unregistered(key: str) -> UnregisteredRow:
    return UnregisteredRow(key, reverse("console:module", args=[key]), register_url(key))


def _row(module: Module) -> ModuleRow:
    """The active plan, else the last one that ended."""
    plans = sorted(module.plans.all(), key=lambda plan: (plan.stage in ENDED, -plan.pk))
    plan = plans[0] if plans else None
    return ModuleRow(
        key=module.key,
        name=module.name,
        url=reverse("console:module", args=[module.key]),
        criticality=_(module.get_criticality_display()),
        owner=module.owner_email or _("unknown"),
        plan_key=plan.key if plan else "",
        plan_url=reverse("console:plan", args=[plan.key]) if plan else "",
        stage=plan.stage if plan else "",
        stage_label=Stage(plan.stage).label if plan else "",
    )
