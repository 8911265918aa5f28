"""How does a file of feedback come in, and what of it could not be read?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from console.forms.decision import RemarksForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.assessment import back_to
from console.views.plan import plan_or_404
from lifecycle.api import BadInput, Refused, import_remarks, sentence

FORBIDDEN, INVALID = 403, 422


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
            context["faults"] = report.faults
            status = 200
    return render(request, "console/assessment_remarks.html", context, status=status)
