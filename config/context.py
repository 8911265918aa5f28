"""What does every page know: version, environment, theme?"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from lifecycle.api import words


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "version": settings.VERSION,
        "site_zone": words.zone_name(str(timezone.get_current_timezone())),
        "is_demo": settings.ENVIRONMENT == "demo",
        "has_outbox": settings.ENVIRONMENT != "production",
        "theme": getattr(request.user, "theme", "auto") if hasattr(request, "user") else "auto",
    }
