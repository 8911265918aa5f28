"""Does a demo that was cut off while it was loading make room for a whole one, and is nothing deleted?"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.runner import demo_load, greeting
from config.services.embedded import Embedded, environ_of
from config.services.place import place_of


@pytest.fixture
def embedded() -> Iterator[Embedded]:
    directory = Path(tempfile.mkdtemp(prefix="sunsetter half "))
    directory.chmod(0o755)
    made = Embedded(place_of(directory / "var"), durable=False)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(directory)


def test_half_a_demo_is_set_aside_with_its_files(embedded: Embedded) -> None:
    state, owner = embedded.place.state, environ_of(embedded.place)["DATABASE_OWNER_URL"]
    assert demo_load.set_aside_half(embedded) is None
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE lifecycle_account AS SELECT 1 AS id")
    (state / "files").mkdir()
    (state / "files" / "half").write_text("half", encoding="utf-8")
    (state / "schema").touch()
    (state / demo_load.LOADING).touch()

    aside = demo_load.set_aside_half(embedded)
    assert aside is not None
    assert (aside / "files" / "half").read_text(encoding="utf-8") == "half"
    assert not (state / "schema").exists()
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE lifecycle_account (id int)")
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'sunsetter_half_%'").fetchall()
    assert len(names) == 1
    assert demo_load.is_wanted(embedded, "demo")
    assert not demo_load.is_wanted(embedded, "production")
    assert demo_load.set_aside_half(embedded) is None


def test_logins_are_taken_from_what_the_command_said(tmp_path: Path) -> None:
    demo_load.keep_logins(tmp_path, "loading\npaul@x.example / secret-1  (pm)\nadmin@y.example / secret-2  (y)\n")
    expected = [
        {"email": "paul@x.example", "password": "secret-1", "role": "pm"},
        {"email": "admin@y.example", "password": "secret-2", "role": "y"},
    ]
    assert greeting.demo_logins(tmp_path) == expected
    lines, facts = greeting.ready("http://127.0.0.1:8000", tmp_path, 1.0)
    assert "paul@x.example" in lines
    assert json.loads(json.dumps(facts))["logins"] == expected
