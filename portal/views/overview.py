"""What changes for us?"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lifecycle.api import reading
from portal.views.access import Visitor, customer, customer_with_use, page
from portal.views.retirements import retirement


@require_safe
@customer_with_use
def overview(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    found = tuple(retirement(plan, visitor) for plan in reading.plans_for(visitor.account))
    context = {
        "section": "overview",
        "current": [each for each in found if not each.is_over],
        "over": [each for each in found if each.is_over],
        "may_export": visitor.may_export,
    }
    return page(request, visitor, "portal/overview.html", context)


@require_safe
@customer
def dates(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    found = tuple(retirement(plan, visitor) for plan in reading.plans_for(visitor.account))
    return page(request, visitor, "portal/dates.html", {"section": "dates", "retirements": found})


@require_safe
@customer
def after(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What is still there?"""
    found = tuple(retirement(plan, visitor) for plan in reading.plans_for(visitor.account))
    context = {"section": "after", "over": [each for each in found if each.is_over]}
    return page(request, visitor, "portal/after.html", context)
