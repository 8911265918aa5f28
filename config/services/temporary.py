"""How do tests, measurements and simulations get services of their own that leave nothing behind?"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.services.embedded import Embedded, environ_of
from config.services.place import Place, make_for_services, place_of

# What would lead a private run out to somebody's real services.
OUTSIDE = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "STORAGE_URL", "SECRET_KEY", "MASTER_KEY"),
    *("SECRET_KEY_FALLBACKS", "PUBLIC_URL", "DOWNLOAD_URL", "ENVIRONMENT", "SENTRY_DSN", "OTEL_EXPORTER_OTLP_ENDPOINT"),
)


@dataclass(slots=True)
class Temporary:
    """Made at once; started when needed; gone after `stop`, also when we are killed."""

    place: Place = field(default_factory=lambda: place_of(_fresh_directory()))
    durable: bool = False  # measurements pay for every commit, tests do not
    _embedded: Embedded | None = None

    def __post_init__(self) -> None:
        make_for_services(self.place)

    @property
    def running(self) -> bool:
        return self._embedded is not None

    @property
    def embedded(self) -> Embedded | None:
        """The servers themselves, for whoever wants to see them die."""
        return self._embedded

    def start(self) -> None:
        if self._embedded is None:
            embedded = Embedded(self.place, say=print, durable=self.durable, remove=self._directories())
            embedded.start()
            self._embedded = embedded

    def stop(self) -> None:
        if self._embedded is not None:
            self._embedded.stop()
            self._embedded = None
        for directory in (*self._directories(), self.place.sockets):
            shutil.rmtree(directory, ignore_errors=True)

    def environ(self, **more: str) -> dict[str, str]:
        """The whole environment of a program that uses them."""
        kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in OUTSIDE}
        return {**kept, **environ_of(self.place), "ENVIRONMENT": "test", **more}

    def _directories(self) -> tuple[Path, ...]:
        away = self.place.data
        return (self.place.state,) if away == self.place.state else (away, self.place.state)


@contextmanager
def temporary_services() -> Iterator[Temporary]:
    services = Temporary()
    try:
        services.start()
        yield services
    finally:
        services.stop()


def _fresh_directory() -> Path:
    return Path(tempfile.gettempdir()).resolve() / f"sunsetter-{secrets.token_hex(6)}"
