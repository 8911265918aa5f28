"""How does one click in a mail end the reminders, and nothing else?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.api import reminders


@csrf_exempt  # RFC 8058: the mail program posts without a session; the link itself is signed
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, whoever follows the link, be it a scanner; only POST acts."""
    delivery = reminders.delivery_behind(token)
    if delivery is None:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    is_done = request.method == "POST"
    if is_done:
        reminders.unsubscribe(delivery, now=timezone.now())
    with translation.override(delivery.locale):
        return render(request, "portal/unsubscribe.html", {"is_done": is_done})
