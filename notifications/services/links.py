"""Which addresses do notices name?"""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from notifications.models import Notice


def notice_url(notice: Notice) -> str:
    """Where a signed-in person of the account reads and confirms it."""
    return _absolute("portal:notice", str(notice.uuid))


def export_url() -> str:
    return _absolute("portal:exports")


def _absolute(name: str, *args: str) -> str:
    try:
        path = reverse(name, args=args)
    except NoReverseMatch:  # the portal may be served elsewhere
        path = "/portal/"
    return f"{settings.PUBLIC_URL}{path}"
