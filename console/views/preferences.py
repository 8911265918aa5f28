"""In which language and appearance does this person read?"""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from lifecycle.api import User, reading


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Kept in the profile and, for the sign-in page, in the language cookie."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    known = language if language in dict(settings.LANGUAGES) and check_for_language(language) else ""
    reading.keep_preferences(request.user, language=known, theme=theme)
    wanted = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if is_ours else "/")
    if known:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, known, samesite="Lax", httponly=True)
    return response
