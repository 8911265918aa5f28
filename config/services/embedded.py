"""How does a program get the embedded database and broker, and their addresses?"""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from config.services.family import Family
from config.services.local_secrets import made_once
from config.services.place import Place, make_for_services
from config.services.postgres import Postgres, Say
from config.services.roles import APP, DATABASE, OWNER
from config.services.valkey import Valkey


def environ_of(place: Place, *, database: str = DATABASE, broker_db: int = 0) -> dict[str, str]:
    """The addresses of the workspace's services, whether they run or not; makes the passwords when missing."""
    sockets = quote(str(place.sockets))

    def address(role: str, secret: str) -> str:
        return f"postgresql://{role}:{made_once(place.secrets, secret)}@/{database}?host={sockets}"

    return {
        "DATABASE_URL": address(APP, "postgres_app"),
        "DATABASE_OWNER_URL": address(OWNER, "postgres_owner"),
        "REDIS_URL": f"unix://:{made_once(place.secrets, 'valkey')}@{sockets}/valkey.sock?db={broker_db}",
        "SUNSETTER_STATE": str(place.state),
    }


@dataclass(slots=True)
class Embedded:
    """The holder of the state directory's lock starts these, from its main thread, and stops them."""

    place: Place
    say: Say = print
    durable: bool = True
    remove: tuple[Path, ...] = ()  # a temporary workspace: the reaper removes it too
    database: bool = True  # false: somebody named a real one
    broker: bool = True
    family: Family = field(init=False)
    postgres: Postgres = field(init=False)
    valkey: Valkey = field(init=False)

    def __post_init__(self) -> None:
        self.family = Family(self.place.state)
        self.postgres = Postgres(self.place, self.family, self.say, self.durable)
        self.valkey = Valkey(self.place, self.family)

    def start(self) -> None:
        """Both side by side; returns when both answer."""
        make_for_services(self.place)
        self.family.open(sockets=self.place.sockets, remove=self.remove)
        try:
            if self.broker:
                self.valkey.launch()
            if self.database:
                self.postgres.start()
            if self.broker:
                self.valkey.wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """The broker first, the database last."""
        self.valkey.stop()
        self.postgres.stop()
        self.family.close()
        for left in self.place.sockets.glob("*"):
            left.unlink(missing_ok=True)
        if self.place.sockets.is_dir():
            self.place.sockets.rmdir()
