"""Does this environment let mail to an address out?"""

from functools import lru_cache

from django.conf import settings

from notifications.rules.environment_guard import may_leave

KEPT_HERE = ("filebased", "locmem", "console", "dummy")


def may_leave_for(address: str) -> bool:
    here = (settings.EMAIL_BACKEND, settings.ENVIRONMENT, settings.EMAIL_HOST, *settings.EMAIL_ALLOWED_DOMAINS)
    return _may_leave_for(address.rpartition("@")[2], here)


@lru_cache(maxsize=4096)
def _may_leave_for(domain: str, here: tuple[str, ...]) -> bool:
    backend, environment, host, *allowed = here
    if any(each in backend for each in KEPT_HERE):
        return True
    return may_leave(
        f"@{domain}",
        environment=environment,
        mail_host=host if "smtp" in backend else "a provider",
        allowed_domains=allowed,
    )
