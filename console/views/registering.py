"""How does a person register a module, or remove one that was registered by mistake?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.forms.confirming import ReasonForm
from console.forms.modules import ModuleForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.shown import Fact
from lifecycle.api import BadInput, reading, register_module, removal_verdict, remove_module
from lifecycle.rules.policies import Criticality
from lifecycle.rules.registering import may_register


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def register(request: StaffRequest) -> HttpResponse:
    """`?key=` fills in one that activity names."""
    asked = {"key": request.GET.get("key", "")}
    form = ModuleForm(request.POST if request.method == "POST" else None, initial=asked)

    def act() -> str:
        done = register_module(
            key=form.cleaned_data["key"],
            name=form.cleaned_data["name"],
            owner_email=form.cleaned_data["owner"],
            criticality=Criticality(form.cleaned_data["criticality"]),
            actor=actor_of(request),
            now=timezone.now(),
        )
        return _("%(name)s is registered.") % {"name": done.module.name}

    page = ActPage(
        section="modules",
        title=_("Register a module"),
        question=_("Which feature of your product is it, and who answers for it?"),
        submit=_("Register"),
        back_url=reverse("console:modules"),
        crumbs=(Crumb(_("Modules"), reverse("console:modules")), Crumb(_("Register a module"))),
        facts=(
            Fact(
                _("What follows"), _("Its use is shown under its name, also what was imported before. Nobody is told.")
            ),
            Fact(_("Undo"), _("remove it, as long as nobody planned anything for it")),
        ),
    )
    return confirmed(request, page, form, act, before=may_register(actor_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def remove(request: StaffRequest, key: str) -> HttpResponse:
    found = reading.module(key)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        try:
            remove_module(key=key, reason=form.cleaned_data["reason"], actor=actor_of(request), now=timezone.now())
        except BadInput as gone:  # somebody else removed it meanwhile
            raise Http404 from gone
        return _("%(name)s is not registered any more.") % {"name": found.name}

    here = reverse("console:module", args=[key])
    page = ActPage(
        section="modules",
        title=_("Remove %(name)s") % {"name": found.name},
        question=_("Was it registered by mistake?"),
        submit=_("Remove"),
        back_url=reverse("console:modules"),
        crumbs=(Crumb(_("Modules"), reverse("console:modules")), Crumb(found.name, here), Crumb(_("Remove"))),
        facts=(
            Fact(
                _("What follows"), _("No event is lost: its use stays counted, under modules that nobody registered.")
            ),
            Fact(_("Undo"), _("register it again")),
        ),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=removal_verdict(key=key, actor=actor_of(request)))
