"""By which public key does everybody check what we signed: proofs of notices and receipts of exports?"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from notifications.api import published_key


@require_safe
def signing_key(request: HttpRequest) -> JsonResponse:
    """For programs, without signing in: the algorithm, the key in base64, and the fingerprint that people compare."""
    del request
    return JsonResponse(published_key())
