"""How does a person see a letter as a mail reader does, try it on themselves, and write a paragraph of their own?"""

from csp.decorators import csp
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.forms.notices import ParagraphForm, RowForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.notice import code_or_404, notice_crumbs, row_asked
from console.views.plan import plan_or_404
from console.views.shown import Fact
from console.views.signatures import refused
from lifecycle.api import Refused
from lifecycle.rules import rights
from notifications.api import CannotRender, as_page, own_words_of, preview, send_test, write_own_words

# A letter brings its own styles; it may run nothing, load nothing and lead nowhere by itself.
LETTER_POLICY = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'none'"]}


@require_safe
@csp(LETTER_POLICY)  # type: ignore[arg-type]  # its types know no parameters of the address
@staff_only
def letter(request: StaffRequest, key: str, code: str) -> HttpResponse:
    """The HTML part as a mail reader shows it, light or darkened."""
    plan, said = plan_or_404(key), code_or_404(code)
    try:
        read = preview(plan, said, row_asked(RowForm(request.GET)), now=timezone.now())
    except CannotRender as problem:
        raise Http404(str(problem)) from problem
    return HttpResponse(as_page(read, is_dark=request.GET.get("theme") == "dark"))


@require_POST
@staff_only
def try_out(request: StaffRequest, key: str, code: str) -> HttpResponse:
    """To the signed-in person only, marked as a test."""
    plan, said, author = plan_or_404(key), code_or_404(code), request.user
    try:
        sent = send_test(
            plan=plan,
            code=said,
            row=row_asked(RowForm(request.POST)),
            actor=actor_of(request),
            address=author.email,
            name=author.name,
            now=timezone.now(),
        )
    except Refused as refusal:
        return refused(request, refusal, plan)
    messages.success(request, _("A test went to %(address)s, and to nobody else.") % {"address": sent})
    return redirect("console:notice", key=plan.key, code=said)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def paragraph(request: StaffRequest, key: str, code: str) -> HttpResponse:
    plan, said = plan_or_404(key), code_or_404(code)
    asked = {name: request.GET.get(name, "") for name in ("part", "locale", "tier")}
    known = own_words_of(plan).get((said, asked["tier"], asked["locale"], asked["part"]), "")
    form = ParagraphForm(request.POST if request.method == "POST" else None, initial={**asked, "text": known})

    def act() -> str:
        cleaned = form.cleaned_data
        write_own_words(plan=plan, code=said, actor=actor_of(request), now=timezone.now(), **cleaned)
        return _("Kept. Whoever approved this notice approved other words: ask anew.")

    page = ActPage(
        section="portfolio",
        title=_("A paragraph of your own"),
        question=_("What every notice owes its reader stays; these words stand before or after it."),
        submit=_("Keep it"),
        back_url=reverse("console:notice", args=[plan.key, said]),
        crumbs=(*notice_crumbs(plan, _(said.label)), Crumb(_("Own words"))),
        facts=(Fact(_("Notice"), _(said.label), reverse("console:notice", args=[plan.key, said])),),
    )
    right = rights.may_any(actor_of(request), rights.Right.EDIT_PLAN, rights.Right.APPROVE)
    return confirmed(request, page, form, act, before=right)
