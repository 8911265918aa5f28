"""May mail to an address leave from this environment at all?"""

from collections.abc import Collection
from ipaddress import ip_address

PRODUCTION = "production"


def may_leave(address: str, *, environment: str, mail_host: str, allowed_domains: Collection[str]) -> bool:
    """Outside production only listed domains are written to; a mail server on this machine is a sink, not the world."""
    if environment == PRODUCTION or is_loopback(mail_host):
        return True
    domain = address.rpartition("@")[2].casefold()
    return domain in {each.casefold() for each in allowed_domains}


def is_loopback(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
