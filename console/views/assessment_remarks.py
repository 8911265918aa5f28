"""How does a file of feedback come in, and what of it could not be read?"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from console.forms.decision import RemarksForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.assessment import back_to
from console.views.plan import plan_or_404
from lifecycle.api import BadInput, Refused, import_remarks, sentence
from lifecycle.rules.csv_rows import Fault

FORBIDDEN, INVALID = 403, 422
WORDINGS = (
    gettext_noop("is empty"),
    gettext_noop("longer than %(limit)s characters"),
    gettext_noop("%(value)s is none of %(known)s"),
    gettext_noop("%(value)s is no day such as 2027-03-01"),
    gettext_noop("%(value)s is before %(earliest)s"),
    gettext_noop("there is no account %(value)s"),
    gettext_noop("%(found)s fields where the header has %(expected)s"),
    gettext_noop("not UTF-8; this row was written in another encoding"),
    gettext_noop("holds a NUL or a replacement character; it was damaged before"),
    gettext_noop("cannot be read as CSV: %(error)s"),
)


@dataclass(frozen=True, slots=True)
class FaultRow:
    line: int
    field: str
    reason: str


def _reason(fault: Fault) -> str:
    """In the language of the page; the rules' wordings are listed above, where they can be marked."""
    return _(fault.wording) % fault.facts if fault.facts else _(fault.wording)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def assessment_remarks(request: StaffRequest, key: str) -> HttpResponse:
    """Good rows are taken, bad ones are listed with line and reason; the same file again adds nothing."""
    plan = plan_or_404(key)
    form = RemarksForm(request.POST or None, request.FILES or None)
    context = {"section": "portfolio", "plan_key": plan.key, "module_name": plan.module.name, "form": form}
    status = INVALID if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            report = import_remarks(plan=plan, data=data, actor=actor_of(request), now=timezone.now())
        except BadInput as problem:
            form.add_error("file", str(problem))
        except Refused as refusal:
            form.add_error(None, " ".join(sentence(each) for each in refusal.verdict.blockers))
            status = FORBIDDEN if refusal.is_wrong_person else INVALID
        else:
            said = ngettext("%(count)s remark added.", "%(count)s remarks added.", report.added)
            messages.success(request, said % {"count": report.added})
            if report.repeated:
                messages.info(request, _("%(count)s were there already.") % {"count": report.repeated})
            if not report.faults:
                return back_to(plan.key, anchor="feedback")
            context["faults"] = tuple(FaultRow(each.line, each.field, _reason(each)) for each in report.faults)
            status = 200
    return render(request, "console/assessment_remarks.html", context, status=status)
