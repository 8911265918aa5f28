"""How do we get our data?"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lifecycle.api import Account, BadInput, Refused, sentence, words
from portability.api import (
    Export,
    cancel_export,
    decline_export,
    export_of,
    exports_of,
    preview_export,
    request_export,
)
from portal.forms import DeclineForm, ExportForm
from portal.views.access import Visitor, customer, page
from portal.views.export_preview import shown_preview
from portal.views.export_words import shown_export
from portal.views.transfers import own_transfers

FORBIDDEN, CONFLICT = 403, 409


@require_safe
@customer
def exports(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Whose role is not for it reads why, and nothing else."""
    listed = exports_of(visitor.account) if visitor.may_follow else ()
    found = tuple(shown_export(each, now=visitor.now) for each in listed)
    may = {"may_export": visitor.may_export, "may_follow": visitor.may_follow}
    moved = own_transfers(visitor.account) if visitor.may_follow else ()
    context = {"section": "exports", "exports": found, "transfers": moved, "form": DeclineForm(), **may}
    return page(request, visitor, "portal/exports.html", context, status=200 if visitor.may_follow else FORBIDDEN)


@require_http_methods(["GET", "HEAD", "POST"])
@customer
def new_export(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The filter stands in the address; a preview counts before anything starts; only POST asks."""
    only_officers(visitor)
    is_asked = request.method == "POST" or "preview" in request.GET
    form = ExportForm((request.POST or request.GET) if is_asked else None)
    zone = words.zone_name(visitor.account.timezone)
    context: dict[str, object] = {"section": "exports", "form": form, "zone": zone}
    if not form.is_bound:
        return page(request, visitor, "portal/export_new.html", context)
    if form.is_valid():
        wanted = form.wanted(visitor.account.timezone)
        try:
            if request.method == "POST":
                export = request_export(account=visitor.account, request=wanted, actor=visitor.actor, now=visitor.now)
                return redirect("portal:export", uuid=export.uuid)
            context["preview"] = shown_preview(preview_export(account=visitor.account, request=wanted), wanted)
            context["asked"] = [(name, value) for name, values in request.GET.lists() for value in values]
            return page(request, visitor, "portal/export_new.html", context)
        except BadInput as error:
            form.add_error(None, str(error))
        except Refused as refusal:
            for blocker in refusal.verdict.blockers:
                form.add_error(None, sentence(blocker))
            return page(request, visitor, "portal/export_new.html", context, status=CONFLICT)
    return page(request, visitor, "portal/export_new.html", context, status=422)


@require_safe
@customer
def export(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    only_followers(visitor)
    shown = shown_export(export_or_404(visitor.account, uuid), now=visitor.now)
    context = {"section": "exports", "export": shown, "may_export": visitor.may_export}
    return page(request, visitor, "portal/export.html", context)


@require_safe
@customer
def export_progress(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    """The fragment alone; 304 without rendering while nothing moved."""
    only_followers(visitor)
    shown = shown_export(export_or_404(visitor.account, uuid), now=visitor.now)
    if request.headers.get("If-None-Match") == shown.etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = {"export": shown, "may_export": visitor.may_export}
        response = render(request, "portal/_export_progress.html", context)
    response.headers["ETag"] = shown.etag
    return response


@require_POST
@customer
def cancel(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    only_officers(visitor)
    found = export_or_404(visitor.account, uuid)
    try:
        cancel_export(export=found, actor=visitor.actor, now=visitor.now)
        messages.success(request, _("The export is called off. Nothing of it is kept."))
    except Refused as refusal:
        messages.error(request, " ".join(sentence(each) for each in refusal.verdict.blockers))
    return redirect("portal:export", uuid=uuid)


@require_POST
@customer
def decline(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    only_officers(visitor)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        context = {"section": "exports", "exports": (), "may_export": True, "may_follow": True, "form": form}
        return page(request, visitor, "portal/exports.html", context, status=422)
    decline_export(account=visitor.account, words=form.cleaned_data["words"], actor=visitor.actor, now=visitor.now)
    messages.success(request, _("It is on record that you need no export. You can still ask for one."))
    return redirect("portal:exports")


def export_or_404(account: Account, uuid: UUID) -> Export:
    found = export_of(account=account, uuid=uuid)
    if found is None:
        raise Http404
    return found


def only_followers(visitor: Visitor) -> None:
    if not visitor.may_follow:
        raise PermissionDenied


def only_officers(visitor: Visitor) -> None:
    if not visitor.may_export:
        raise PermissionDenied
