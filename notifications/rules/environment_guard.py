"""May mail to an address, or a call to a host, leave from this environment at all?"""

from collections.abc import Collection
from ipaddress import ip_address

PRODUCTION = "production"


def may_leave(address: str, *, environment: str, mail_host: str, allowed_domains: Collection[str]) -> bool:
    """Outside production only listed domains are written to; a mail server on this machine is a sink, not the world."""
    if environment == PRODUCTION or is_loopback(mail_host):
        return True
    domain = address.rpartition("@")[2].casefold()
    return domain in {each.casefold() for each in allowed_domains}


def may_call(host: str, *, environment: str, allowed_domains: Collection[str]) -> bool:
    """The same for webhooks and rooms: outside production this machine, listed domains and what is below them."""
    if environment == PRODUCTION or (host and is_loopback(host)):
        return True
    name = host.casefold()
    return any(name == each or name.endswith(f".{each}") for each in map(str.casefold, allowed_domains) if each)


def is_loopback(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
