"""How does a person say which actions of a source are no use, and take it back?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analytics.api import counted_for_good, exclude_actions, last_complete_day, left_out, patterns_of
from console.forms.floods import ExclusionForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.module_rows import left_out_words
from console.views.shown import Fact
from lifecycle.api import words
from lifecycle.rules import rights
from lifecycle.rules.registering import is_module_key


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def exclude(request: StaffRequest) -> HttpResponse:
    """Of `?source=`; `?module=` is where the person came from."""
    source, module = request.GET.get("source", ""), request.GET.get("module", "")
    there = patterns_of(source)
    if there is None:
        raise Http404
    form = ExclusionForm(request.POST if request.method == "POST" else None, initial={"actions": "\n".join(there)})

    def act() -> str:
        row = exclude_actions(
            source=source, patterns=form.cleaned_data["actions"], actor=actor_of(request), now=timezone.now()
        )
        if not row.excluded_actions:
            return _("%(source)s: every action counts.") % {"source": source}
        return _("%(source)s: no use is %(rules)s.") % {"source": source, "rules": words.listed(row.excluded_actions)}

    page = ActPage(
        section="modules",
        title=_("What is no use in %(source)s") % {"source": source},
        question=_("Which actions do not count, since no person uses anything by them?"),
        submit=_("Leave them out"),
        back_url=reverse("console:module", args=[module]) if is_module_key(module) else reverse("console:modules"),
        crumbs=(Crumb(_("Modules"), reverse("console:modules")), Crumb(source)),
        facts=_facts(source),
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), rights.Right.ATTEST))


def _facts(source: str) -> tuple[Fact, ...]:
    now = last_complete_day(timezone.now())
    counted = words.listed(left_out_words(each) for each in left_out(as_of=now).get(source, ()))
    last = counted_for_good()
    kept = (Fact(_("Stays as it was counted"), _("days up to %(day)s") % {"day": words.day(last)}),) if last else ()
    return (
        Fact(_("Left out as no use, 28 days"), counted or _("nothing")),
        Fact(_("What follows"), _("Past days are counted anew with the next refresh or pull; no event is lost.")),
        *kept,
        Fact(_("Undo"), _("take a line away: its events count again")),
    )
