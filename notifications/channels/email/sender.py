"""Which domain do our letters come from, and what do its records say?"""

import time
from email.utils import parseaddr

from django.conf import settings

from notifications.channels.email.dns_txt import resolvers, texts_of
from notifications.channels.email.guard import KEPT_HERE
from notifications.rules.addresses import ascii_domain
from notifications.rules.environment_guard import PRODUCTION, is_loopback
from notifications.rules.sender_records import SenderRecords

WITHIN_S = 8.0


def sender_records() -> SenderRecords | None:
    """None where mail stays on this machine. Asks the network: never inside a transaction."""
    if any(each in settings.EMAIL_BACKEND for each in KEPT_HERE):
        return None
    is_sink = (
        "smtp" in settings.EMAIL_BACKEND and is_loopback(settings.EMAIL_HOST) and settings.ENVIRONMENT != PRODUCTION
    )
    if is_sink and not settings.DNS_SERVERS:
        return None
    domain = ascii_domain(parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
    envelope = _envelope_domain() or domain
    servers, ends = resolvers(settings.DNS_SERVERS), time.monotonic() + WITHIN_S

    def texts(name: str) -> tuple[str, ...] | None:
        return texts_of(name, servers=servers, ends=ends)

    return SenderRecords(
        domain=domain,
        envelope_domain=envelope,
        spf=texts(envelope),
        dkim={each: texts(f"{each}._domainkey.{domain}") for each in settings.DKIM_SELECTORS},
        dmarc=[texts(f"_dmarc.{each}") for each in _and_above(domain)],
    )


def _envelope_domain() -> str:
    """Whose SPF record counts where letters leave by a mail server from mailboxes of their own."""
    return ascii_domain(settings.EMAIL_BOUNCE_ADDRESS.rpartition("@")[2]) if "smtp" in settings.EMAIL_BACKEND else ""


def _and_above(domain: str) -> list[str]:
    """The domain itself and whatever stands above it, but for the last label."""
    labels = domain.split(".")
    return [".".join(labels[n:]) for n in range(max(1, len(labels) - 1))]
