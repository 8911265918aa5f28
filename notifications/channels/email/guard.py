"""Does this environment let mail to an address out?"""

from django.conf import settings

from notifications.rules.environment_guard import may_leave

KEPT_HERE = ("filebased", "locmem", "console", "dummy")


def may_leave_for(address: str) -> bool:
    if any(each in settings.EMAIL_BACKEND for each in KEPT_HERE):
        return True
    return may_leave(
        address,
        environment=settings.ENVIRONMENT,
        mail_host=settings.EMAIL_HOST if "smtp" in settings.EMAIL_BACKEND else "a provider",
        allowed_domains=settings.EMAIL_ALLOWED_DOMAINS,
    )
