"""May this address be called, and where exactly does it lead?"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from lifecycle.switches.contract import SwitchFault

_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: connect to `ip`, speak to `host`."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str

    @property
    def url(self) -> str:
        shown = f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"{self.scheme}://{shown}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return name if self.port == usual else f"{name}:{self.port}"


def checked_target(url: str, *, allows_loopback: bool) -> Target:
    """Resolve once and refuse what is not public https on port 443 (S15); loopback only where a setting allows it.

    Whoever connects must use `ip`: a second look-up could answer something else. Raises SwitchFault.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise SwitchFault("the address has no valid port") from error
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None or parts.password is not None:
        raise SwitchFault("the address is not https://host/path without user and password")
    found = _resolved(host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme, host, port, str(found[0]), path)
    if allows_loopback and all(ip.is_loopback for ip in found):
        return target
    if parts.scheme != "https" or port != 443:
        raise SwitchFault("only https on port 443 is called")
    if not all(_is_public(ip) for ip in found):
        raise SwitchFault("the address leads to a network that is not public")
    return target


def _resolved(host: str, port: int) -> list[Address]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SwitchFault(f"the host {host[:100]!r} has no address") from error
    return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def _is_public(ip: Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return _is_public(ip.ipv4_mapped)
        if ip.is_site_local or any(ip in net for net in _TRANSLATED):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
