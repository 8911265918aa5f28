"""What does every test find already running, and how does it get rid of what it did?

One private PostgreSQL and Valkey per run, made by the same code as `make run`, with the product's own roles: tests
connect as the application, which owns nothing. A template database is migrated once; each worker has a copy of it.
"""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import django
import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

from config.services.embedded import environ_of
from config.services.mail_sink import MailSink
from config.services.place import place_of
from config.services.roles import DATABASE
from config.services.temporary import OUTSIDE, Temporary
from tests.fresh_database import FreshDatabase
from tests.schema_beside import SchemaBeside

# How long one example takes says nothing of a rule, and much of who else uses the machine.
hypothesis.settings.register_profile("rules", deadline=None)
hypothesis.settings.load_profile("rules")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # empty in the controller and in a single process
OWN = "SUNSETTER_TEST_PLACE"  # how the workers find the controller's services


def _outset() -> tuple[Temporary | None, dict[str, str]]:
    """Addresses are known before anything runs, so that settings can be read; the services start when needed."""
    temporary = None if WORKER else Temporary()
    place = temporary.place if temporary else place_of(Path(os.environ[OWN]))
    number = int(WORKER.removeprefix("gw") or 0) if WORKER else 0
    work = place.state / f"work-{WORKER or 'single'}"
    work.mkdir(mode=0o700, exist_ok=True)
    (work / "static").mkdir(exist_ok=True)  # else whitenoise warns
    environ = environ_of(place, database=f"test_{WORKER or 'single'}", broker_db=number % 15 + 1)
    return temporary, {**environ, "SUNSETTER_STATE": str(work), "ENVIRONMENT": "test", OWN: str(place.state)}


if "config.settings" in sys.modules:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: conftest.py names the settings itself, after the addresses.")
for _name in (*OUTSIDE, *(f"{each}_FILE" for each in OUTSIDE)):
    os.environ.pop(_name, None)
TEMPORARY, ENVIRON = _outset()
OWN_DATABASE = FreshDatabase(ENVIRON["DATABASE_OWNER_URL"], DATABASE)
SCHEMA = SchemaBeside()
os.environ.update(ENVIRON, DJANGO_SETTINGS_MODULE="config.settings")
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """Workers of xdist come and go: their services belong to the controller. One process alone starts them late."""
    if TEMPORARY and config.getoption("numprocesses", default=None) and not config.option.collectonly:
        del os.environ["DJANGO_SETTINGS_MODULE"]  # inherited, it would make workers read settings before they get here
        SCHEMA.start(TEMPORARY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first: at the end of a run one worker would be busy with such a one while the other has nothing."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is loaded now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    gc.unfreeze()
    SCHEMA.end()
    if TEMPORARY:
        TEMPORARY.stop()


@pytest.fixture(scope="session")
def services() -> SimpleNamespace:
    """The running services; `.environ` is the whole environment for other programs."""
    if TEMPORARY and not TEMPORARY.running:
        SCHEMA.start(TEMPORARY)
    SCHEMA.wait(place_of(Path(os.environ[OWN])).state)
    OWN_DATABASE.renew()
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTEST_XDIST_WORKER", OWN}}
    return SimpleNamespace(environ={**kept, **ENVIRON}, state=Path(ENVIRON["SUNSETTER_STATE"]))


@pytest.fixture(scope="session")
def django_db_setup(services: SimpleNamespace) -> None:
    """Instead of pytest-django's: the database is there, migrated by its owner."""


@pytest.fixture
def live_db(
    request: pytest.FixtureRequest, services: SimpleNamespace, django_db_blocker: DjangoDbBlocker
) -> Iterator[SimpleNamespace]:
    """Real commits, seen by threads and other programs; afterwards the database is made anew."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("live_db and the mark django_db exclude each other: one commits, the other rolls back.")
    from django.db import connections  # noqa: PLC0415 - needs the settings

    with django_db_blocker.unblock():
        connections.close_all()
        try:
            yield services
        finally:
            connections.close_all()
            OWN_DATABASE.renew()


@pytest.fixture
def smtp_sink() -> Iterator[MailSink]:
    """A real mail server on a free port; `.messages`, `.url`, `.port`, `.answer`."""
    with MailSink() as sink:
        yield sink
