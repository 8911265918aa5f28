"""What were we told, and who confirmed it?"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lifecycle.api import words
from notifications.api import InboxMessage, NotFound, TextChanged, acknowledge, inbox_of, text_sha
from notifications.rules.notice_codes import NoticeCode
from portal.views.access import Visitor, customer, page


@dataclass(frozen=True, slots=True)
class NoticeRow:
    uuid: str
    subject: str
    kind: str
    module_name: str
    locale: str
    when: str
    is_seen: bool
    seen: str
    text: str
    sha: str


@require_safe
@customer
def notices(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every version, newest first."""
    rows = tuple(_row(each) for each in inbox_of(visitor.account)[:200])
    return page(request, visitor, "portal/notices.html", {"section": "notices", "notices": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@customer
def notice(request: HttpRequest, visitor: Visitor, uuid: UUID) -> HttpResponse:
    """GET shows the text and a button; only POST confirms."""
    if request.method == "POST":
        try:
            acknowledge(
                account=visitor.account,
                notice_id=uuid,
                user=visitor.user,
                via="portal",
                now=visitor.now,
                seen_sha=request.POST.get("seen", ""),
            )
        except NotFound as error:
            raise Http404 from error
        except TextChanged:
            messages.warning(request, _("This notice changed while you were reading: please read it again."))
            return redirect("portal:notice", uuid=uuid)
        messages.success(request, _("Thank you: it is on record that you know of it."))
        return redirect("portal:notice", uuid=uuid)
    found = inbox_of(visitor.account).filter(notice__uuid=uuid).first()
    if found is None:
        raise Http404
    return page(request, visitor, "portal/notice.html", {"section": "notices", "notice": _row(found)})


def _row(message: InboxMessage) -> NoticeRow:
    seen = f"{message.seen_by}, {words.instant(message.seen_at)}" if message.seen_at else ""
    return NoticeRow(
        uuid=str(message.notice.uuid),
        subject=message.subject,
        kind=NoticeCode(message.notice.code).label,
        module_name=message.notice.plan.module.name,
        locale=message.locale,
        when=words.instant(message.sent_at),
        is_seen=message.seen_at is not None,
        seen=seen,
        text=message.body_text,
        sha=text_sha(message),
    )
