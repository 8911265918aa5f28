"""How is a setting read from the environment, and what is said when it is wrong?

Every reader takes `NAME` or, for secrets mounted as files, `NAME_FILE`. An empty value counts as absent.
A bad value raises `BadSetting`, whose sentence names the setting and the form that was expected.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_LOCAL = re.compile(r"[A-Za-z0-9_]+(?:[.+-][A-Za-z0-9_]+)*", re.ASCII)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_read: dict[str, "Reading"] = {}


class BadSetting(ImproperlyConfigured):
    """A setting is absent or has a form that cannot be used."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One setting as it was read: `source` is `environment`, a file path or `default`; secrets are masked."""

    name: str
    source: str
    shown: str


def readings() -> tuple[Reading, ...]:
    """Every setting read so far in this process, by name (for `doctor --settings`)."""
    return tuple(_read[name] for name in sorted(_read))


def text(name: str, default: str | None = None) -> str:
    """Without a default the setting is required."""
    return _value(name, default, masked=False)


def secret(name: str, default: str | None = None) -> str:
    """Like `text`, but never shown."""
    return _value(name, default, masked=True)


def integer(name: str, default: int, *, at_least: int = 0) -> int:
    given = text(name, str(default))
    if not given.isascii() or not given.isdigit() or int(given) < at_least:
        raise BadSetting(f"{name}={given!r}: expected a whole number, at least {at_least}.")
    return int(given)


def flag(name: str, default: bool) -> bool:
    given = text(name, "yes" if default else "no").lower()
    if given not in _TRUE | _FALSE:
        raise BadSetting(f"{name}={given!r}: expected yes or no.")
    return given in _TRUE


def choice(name: str, choices: Iterable[str], default: str) -> str:
    given, allowed = text(name, default), tuple(choices)
    if given not in allowed:
        raise BadSetting(f"{name}={given!r}: expected one of {', '.join(allowed)}.")
    return given


def listing(name: str, default: str = "") -> tuple[str, ...]:
    """Values separated by commas."""
    return tuple(part.strip() for part in text(name, default).split(",") if part.strip())


def mailbox(name: str, *, longest_local: int) -> str:
    """One address that a mail server is told as it is, or nothing; so much may stand before its @."""
    given = text(name, "")
    local, _, domain = given.rpartition("@")
    if given and not (_LOCAL.fullmatch(local) and len(local) <= longest_local and _DOMAIN.fullmatch(domain)):
        form = f"at most {longest_local} plain letters, digits, dots, + and - before the @"
        raise BadSetting(f"{name}={given!r}: expected bounces@example.com, {form}, and a plain domain.")
    return given


def path(name: str, default: Path | str) -> Path:
    """An absolute path; a relative one is taken from the current directory."""
    return Path(text(name, str(default))).expanduser().absolute()


def database_from_url(url: str) -> dict[str, Any]:
    """Django's DATABASES entry of `postgresql://user:password@host:port/name?host=/socket/dir&sslmode=…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting("DATABASE_URL: expected postgresql://user:password@host:port/name (only PostgreSQL is used).")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(_port(parts.netloc, url_name="DATABASE_URL") or ""),
        "OPTIONS": options,
    }


def celery_broker_from_url(url: str) -> str:
    """The same server as `REDIS_URL` says, in Celery's words: kombu calls a Unix socket `redis+socket`."""
    parts = urlsplit(url)
    if parts.scheme in {"redis", "rediss"}:
        return url
    if parts.scheme != "unix":
        raise BadSetting("REDIS_URL: expected redis://, rediss:// or unix://:password@/path?db=0.")
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={number}"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes; `backend` is "smtp" or "outbox" (kept and shown here, nothing leaves)."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    timeout_s: int = 10


def email_from_url(url: str) -> MailServer:
    """Of `smtp://…` (plain), `smtp+tls://…` (STARTTLS), `smtps://…` (TLS) or `outbox:`."""
    parts = urlsplit(url)
    if parts.scheme == "outbox" or not url:
        return MailServer(backend="outbox")
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise BadSetting("EMAIL_URL: expected smtp://, smtp+tls:// or smtps://user:password@host:port, or outbox:.")
    seconds = dict(parse_qsl(parts.query)).get("timeout", "10")
    if not seconds.isdigit():
        raise BadSetting("EMAIL_URL: expected ?timeout= to be whole seconds.")
    return MailServer(
        backend="smtp",
        host=parts.hostname,
        port=_port(parts.netloc, url_name="EMAIL_URL") or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
        timeout_s=int(seconds),
    )


def _port(netloc: str, *, url_name: str) -> int | None:
    try:
        return urlsplit(f"//{netloc}").port
    except ValueError:
        raise BadSetting(f"{url_name}: expected a port from 1 to 65535.") from None


def _value(name: str, default: str | None, *, masked: bool) -> str:
    given, source = _given(name)
    if given is None:
        if default is None:
            raise BadSetting(f"{name} is not set: give it in the environment, or as a file named by {name}_FILE.")
        given, source = default, "default"
    # An address may carry a password: never show what stands before the @.
    shown = "(set)" if masked else given.rpartition("@")[2] if "://" in given else given
    _read[name] = Reading(name, source, shown)
    return given


def _given(name: str) -> tuple[str | None, str]:
    here, file = os.environ.get(name) or None, os.environ.get(f"{name}_FILE") or None
    if here is not None and file is not None:
        raise BadSetting(f"{name} and {name}_FILE are both set: keep one.")
    if file is None:
        return here, "environment"
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None, file
    except (OSError, UnicodeDecodeError) as problem:
        raise BadSetting(f"{name}_FILE={file}: cannot be read ({problem}).") from None
