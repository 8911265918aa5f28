"""Where do mail providers tell what became of a message?"""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.api import Unbelieved, parse_events, receive_events

logger = logging.getLogger(__name__)


@csrf_exempt  # a provider has no session: its signature or password is checked instead
@require_http_methods(["POST", "HEAD"])
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Checked, kept, answered; what follows is worked out later. What cannot be read is refused: it comes again."""
    if request.method == "HEAD":  # some providers look whether there is anybody before they save the address
        return HttpResponse()
    found = parse_events("email", provider, request)
    if isinstance(found, Unbelieved):
        if found.reason == "unknown":
            raise Http404
        logger.warning("mail events refused", extra={"provider": provider, "reason": found.reason})
        return HttpResponse(status=400)
    receive_events(provider=provider, events=found, now=timezone.now())
    return HttpResponse()
