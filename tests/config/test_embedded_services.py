"""Do the embedded servers keep to themselves: account, modes, sockets, directories that nobody else may enter?"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.services.embedded import Embedded, environ_of
from config.services.family import stop_leftovers
from config.services.place import SOCKETS_LIMIT, Place, make_for_services, make_state, place_of
from config.services.problems import ServiceProblem
from config.services.server_user import barred_at, server_user

pytestmark = pytest.mark.slow("PostgreSQL is started")
IS_ROOT = os.getuid() == 0


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """Like a checkout in /srv: every account may pass, only we may write."""
    directory = Path(tempfile.mkdtemp(prefix="sunsetter test "))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


def _started(place: Place) -> Embedded:
    embedded = Embedded(place, durable=False)
    embedded.start()
    return embedded


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_is_private_and_data_survive_a_stop_that_takes_the_sockets_along(open_directory: Path) -> None:
    """Also beside what a killed initdb left."""
    place = place_of(open_directory / "var")
    make_state(place)
    (place.state / "pg.new").mkdir()
    (place.state / "pg.new" / "half").touch()
    embedded = _started(place)
    try:
        _state_data_and_sockets_are_private(place)
        _passwords_are_in_no_argument_and_no_log(place)
        with psycopg.connect(environ_of(place)["DATABASE_OWNER_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    finally:
        embedded.stop()
    assert not place.sockets.exists()
    embedded = _started(place)
    try:
        with psycopg.connect(environ_of(place)["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    finally:
        embedded.stop()
    assert not (place.state / "pg.new").exists()


def _state_data_and_sockets_are_private(place: Place) -> None:
    assert _mode(place.state) == (0o710 if IS_ROOT else 0o700)
    assert [_mode(each) for each in (place.secrets, place.log, place.cluster, place.sockets)] == [0o700] * 4
    assert all(_mode(each) == 0o600 for each in place.secrets.iterdir())
    assert place.cluster.stat().st_uid == place.user.uid == place.sockets.stat().st_uid
    assert place.user.uid != 0
    assert len(os.fsencode(place.sockets)) <= SOCKETS_LIMIT
    with psycopg.connect(environ_of(place)["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT current_setting('listen_addresses'), current_setting('data_checksums')")
        assert found.fetchone() == ("", "on")


def _passwords_are_in_no_argument_and_no_log(place: Place) -> None:
    given = {file.read_text(encoding="ascii").strip() for file in place.secrets.iterdir()}
    arguments = " ".join(" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"]))
    logs = "".join(log.read_text(encoding="utf-8", errors="replace") for log in place.log.iterdir())
    assert len(given) == 3
    assert not any(secret in arguments or secret in logs for secret in given)


@pytest.mark.skipif(not IS_ROOT, reason="only root changes the account of its servers")
def test_below_a_closed_directory_the_data_go_where_the_servers_may_enter(open_directory: Path) -> None:
    closed = open_directory / "closed"
    closed.mkdir(mode=0o700)
    place = place_of(closed / "var")
    embedded = _started(place)
    try:
        assert barred_at(place.state, place.user) == closed
        assert place.cluster.is_symlink()
        assert barred_at(place.cluster.resolve().parent, place.user) is None
        assert _mode(closed) == 0o700  # what is not ours stays as it was
        with psycopg.connect(environ_of(place)["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("sunsetter_app",)
    finally:
        embedded.stop()
        shutil.rmtree(place.data)


def test_a_socket_directory_that_is_not_ours_is_refused(open_directory: Path) -> None:
    place = place_of(open_directory / "var")
    place.sockets.symlink_to(open_directory)
    try:
        with pytest.raises(ServiceProblem, match="remove it"):
            make_for_services(place)
    finally:
        place.sockets.unlink()
    place.sockets.mkdir(mode=0o755)
    place.sockets.chmod(0o755)
    try:
        with pytest.raises(ServiceProblem, match="not a private directory"):
            make_for_services(place)
    finally:
        place.sockets.rmdir()


@pytest.mark.skipif(not IS_ROOT, reason="only root may choose another account")
def test_an_account_that_is_missing_or_root_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNSETTER_USER", "nobody-has-this-name")
    with pytest.raises(ServiceProblem, match="nobody-has-this-name"):
        server_user()
    monkeypatch.setenv("SUNSETTER_USER", "root")
    with pytest.raises(ServiceProblem, match="refuses to run as root"):
        server_user()


def test_a_number_used_again_by_another_program_is_left_alone(open_directory: Path) -> None:
    run = '{"pid": 1, "children": [{"name": "web", "pid": %d, "mark": "another boot 1", "signal": 9}]}'
    (open_directory / "run.json").write_text(run % os.getpid(), encoding="utf-8")
    stop_leftovers(open_directory)  # we still live
