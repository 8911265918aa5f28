"""Which address leads where?"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from config import health
from portal.urls import public


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff to the console, customers to the portal."""
    return redirect("console:today" if request.user.is_staff else "portal:overview")


urlpatterns = [
    path("", home, name="home"),
    path("account/", include("allauth.urls")),
    path("console/", include("console.urls.pages")),
    path("portal/", include("portal.urls")),
    path("", include((public, "public"))),
    path("api/v1/", include("lifecycle.urls")),
    path("api/v1/", include("analytics.urls")),
    path("api/v1/", include("notifications.urls")),
    path("api/v1/", include("portability.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
