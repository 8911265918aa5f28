"""What does every page know: version, environment, theme?"""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "version": settings.VERSION,
        "is_demo": settings.ENVIRONMENT == "demo",
        "has_outbox": settings.ENVIRONMENT != "production",
        "theme": getattr(request.user, "theme", "auto") if hasattr(request, "user") else "auto",
    }
