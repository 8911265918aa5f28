"""By which way does mail leave now, as one word to be kept, and by which key is a message known again there?"""

import json
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac

from notifications.channels.email.through_backend import INTERFACE, KEYED_BACKENDS

PLAIN_SMTP = "django.core.mail.backends.smtp.EmailBackend"
# https://resend.com/docs/send-with-smtp: a second message with the same key within a day is not sent.
KEYED_HOSTS: dict[str, tuple[str, timedelta | None]] = {
    "smtp.resend.com": ("Resend-Idempotency-Key", timedelta(hours=24)),
}
# Whose interface takes letters over and whose events we read: what it delivered it tells.
TELLING = ("brevo", "mailersend", "mailgun", "mailjet", "postmark", "sparkpost")
TELLING_ROUTE = rf"^({'|'.join(TELLING)})/"
_SMTP, _OTHER = "smtp", "other"
_NAME_LENGTH, _MARK_LENGTH = 20, 16


def key_of_route() -> tuple[str, timedelta | None]:
    """The header by which the mail server or provider knows a message again, and for how long."""
    if settings.EMAIL_BACKEND != PLAIN_SMTP:
        return KEYED_BACKENDS.get(settings.EMAIL_BACKEND, ("", None))
    known: dict[str, tuple[str, timedelta | None]] = {**KEYED_HOSTS, **getattr(settings, "EMAIL_KEYED_HOSTS", {})}
    return known.get(settings.EMAIL_HOST, ("", None))


def route_now() -> str:
    """What kind of way it is, and a mark that is the same only for the same account there, given the same key.

    The mark is a keyed hash: nobody reads a password out of it, nor tries one out without our own key.
    """
    key = key_of_route()[0]
    if settings.EMAIL_BACKEND == PLAIN_SMTP:
        secret = settings.EMAIL_HOST_PASSWORD if key else ""  # where users share a name, it alone tells the account
        return _route(_SMTP, f"{settings.EMAIL_HOST}\n{settings.EMAIL_HOST_USER}\n{secret}\n{key}")
    name = settings.EMAIL_BACKEND.removeprefix(INTERFACE).partition(".")[0]
    if not settings.EMAIL_BACKEND.startswith(INTERFACE):
        return _route(_OTHER, settings.EMAIL_BACKEND)
    return _route(name, f"{_settings_of(name)}\n{key}")


def _settings_of(name: str) -> str:
    """All that Anymail is told of this provider, wherever it stands: it takes each from three places."""
    prefixes = (f"{name.upper()}_", f"ANYMAIL_{name.upper()}_")
    alone = {each: getattr(settings, each) for each in dir(settings) if each.startswith(prefixes)}
    inside = {each: told for each, told in getattr(settings, "ANYMAIL", {}).items() if each.startswith(prefixes)}
    return json.dumps([alone, inside], sort_keys=True, default=str)


@lru_cache(maxsize=8)
def _route(name: str, told: str) -> str:
    mark = salted_hmac("notifications.channels.email.route", told, algorithm="sha256").hexdigest()
    return f"{name[:_NAME_LENGTH]}/{mark[:_MARK_LENGTH]}"
