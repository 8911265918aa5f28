"""How does a first start get its demo workspace, also when an earlier first start was killed in the middle of it?"""

import json
import re
import secrets
from pathlib import Path

from config.services.embedded import Embedded
from config.services.roles import DATABASE

LOADED, LOADING = "demo-loaded", "demo-loading"
KEPT = frozenset({"lock", "run.json", "secrets", "log", "postgres", "pg.new", "server", LOADING})
_LOGIN = re.compile(r"^(\S+@\S+) / (\S+)\s+\((.+)\)$", re.MULTILINE)


def set_aside_half(embedded: Embedded) -> Path | None:
    """What a killed load left is moved away, never deleted: the database renamed, the files into a folder.

    Before the schema is made; answers with the folder when there was something.
    """
    state = embedded.place.state
    if not (state / LOADING).exists() or not embedded.database:
        return None
    mark = secrets.token_hex(4)
    embedded.postgres.ask(f"ALTER DATABASE {DATABASE} RENAME TO {DATABASE}_half_{mark}", database="postgres")
    embedded.postgres.make_roles()
    aside = state / f"half-loaded-{mark}"
    aside.mkdir(mode=0o700)
    for each in list(state.iterdir()):
        if each.name not in KEPT and not each.name.startswith("half-loaded-"):
            each.rename(aside / each.name)
    (state / LOADING).unlink()
    return aside


def is_wanted(embedded: Embedded, environment: str) -> bool:
    """On the first start of a demo workspace of our own; one that somebody filled is left alone by the load itself."""
    is_demo = environment in {"", "demo"} and embedded.database
    return is_demo and not (embedded.place.state / LOADED).exists()


def keep_logins(state: Path, said: str) -> None:
    """From what `demo --load` said, for this and every later greeting."""
    logins = [{"email": email, "password": password, "role": role} for email, password, role in _LOGIN.findall(said)]
    folder = state / "demo"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "logins.json").write_text(json.dumps(logins), encoding="utf-8")
