"""Who of the staff may do what, and how is that changed?"""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from console.forms.confirming import ROLE_NAMES, RoleChangeForm, RoleForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.files import csv_response, fields_of
from console.views.shown import Fact
from lifecycle.api import User, grant_role, has_login, revoke_role, staff, staff_login, words
from lifecycle.rules import rights
from lifecycle.rules.actors import Role
from lifecycle.rules.rights import RIGHTS, Right

RIGHT_WORDS = {
    Right.MOVE: gettext_lazy("moves plans"),
    Right.APPROVE: gettext_lazy("approves"),
    Right.STOP: gettext_lazy("stops and gives back"),
    Right.EDIT_PLAN: gettext_lazy("edits plans"),
    Right.ATTEST: gettext_lazy("signs for facts"),
    Right.CLEAR_ACCOUNT: gettext_lazy("clears accounts"),
    Right.SETTLE_MESSAGE: gettext_lazy("settles messages"),
    Right.MANAGE_STAFF: gettext_lazy("manages roles"),
}

COLUMNS = ("name", "email", "role")


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    email: str
    role: str
    rights: str
    url: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: tuple[PersonRow, ...]
    may_change: bool


@require_safe
@staff_only
def people(request: StaffRequest) -> HttpResponse:
    if request.GET.get("format") == "csv":
        return csv_response(f"people-{timezone.now().date()}.csv", COLUMNS, fields_of(COLUMNS, staff()))
    page = PeoplePage(
        rows=tuple(_row(each) for each in staff()),
        may_change=bool(rights.may(actor_of(request), Right.MANAGE_STAFF)),
    )
    return render(request, "console/people.html", {"section": "people", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new_person(request: StaffRequest) -> HttpResponse:
    """A role for an address; somebody new becomes a login, and signs in by a code."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if (
        form.is_bound
        and form.is_valid()
        and not (form.cleaned_data["name"].strip() or has_login(form.cleaned_data["email"]))
    ):
        form.add_error("name", _("There is no login with this address: give a name to make it one."))

    def act() -> str:
        user = grant_role(
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            name=form.cleaned_data["name"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return _("%(name)s: %(role)s.") % {"name": user.name or user.email, "role": ROLE_NAMES[Role(user.role)]}

    page = ActPage(
        section="people",
        title=_("Give a role"),
        question=_("Who may do what from now on, and why?"),
        submit=_("Give the role"),
        back_url=reverse("console:people"),
        crumbs=(Crumb(_("People"), reverse("console:people")), Crumb(_("Give a role"))),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), Right.MANAGE_STAFF))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def person(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Another role, or none; nobody their own."""
    found = staff_login(uuid)
    if found is None:
        raise Http404
    form = RoleChangeForm(request.POST if request.method == "POST" else None, initial={"role": found.role})

    def act() -> str:
        to, reason = Role(form.cleaned_data["role"]), form.cleaned_data["reason"]
        name, now = found.name or found.email, timezone.now()
        if to is Role.NONE:
            revoke_role(email=found.email, actor=actor_of(request), reason=reason, now=now)
        else:
            grant_role(email=found.email, role=to, actor=actor_of(request), reason=reason, now=now)
        return _("%(name)s: %(role)s.") % {"name": name, "role": ROLE_NAMES[to]}

    row = _row(found)
    page = ActPage(
        section="people",
        title=_("The role of %(name)s") % {"name": row.name},
        question=_("Who may do what from now on, and why?"),
        submit=_("Change the role"),
        back_url=reverse("console:people"),
        crumbs=(Crumb(_("People"), reverse("console:people")), Crumb(row.name)),
        facts=(Fact(_("E-mail address"), row.email), Fact(_("Role"), row.role), Fact(_("May do"), row.rights)),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), Right.MANAGE_STAFF))


def _row(user: User) -> PersonRow:
    role = Role(user.role)
    may = words.listed(str(RIGHT_WORDS[right]) for right in Right if right in RIGHTS[role])
    return PersonRow(
        name=user.name or user.email,
        email=user.email,
        role=str(ROLE_NAMES[role]),
        rights=may or _("looks at everything, changes nothing"),
        url=reverse("console:person", args=[user.uuid]),
    )
