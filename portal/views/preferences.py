"""In which language and appearance does this person read the portal?"""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lifecycle.api import User, reading


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """A person's own settings, whatever their account."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    language = request.POST.get("language", "")
    known = language if language in dict(settings.LANGUAGES) else ""
    reading.keep_preferences(request.user, language=known, theme=request.POST.get("theme", ""))
    wanted = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if is_ours else "/")
    if known:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, known, samesite="Lax", httponly=True)
    return response
