"""Who of us is affected?"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lifecycle.api import Contact, reading
from portal.views.access import Visitor, customer_with_use, page
from portal.views.retirements import retirement


@require_safe
@customer_with_use
def people(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    found = tuple(retirement(plan, visitor) for plan in reading.plans_for(visitor.account))
    rows = [_person(contact) for contact in visitor.account.contacts.all() if contact.is_active]
    context = {"section": "people", "retirements": found, "people": rows}
    return page(request, visitor, "portal/people.html", context)


def _person(contact: Contact) -> tuple[str, str, str]:
    return contact.name or contact.email, contact.email, _(contact.get_role_display())
