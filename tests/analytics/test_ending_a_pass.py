"""A2: what a pass began to find out and needs no more is not waited for, while others stand before the import lock."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path, PosixPath
from threading import Event

import pytest

from analytics.connectors.files.addresses import expand
from analytics.engines.duckdb.event_pass import EventPass, event_pass
from analytics.engines.duckdb.event_stats import Told
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Reader
from analytics.services.recipe import Recipe
from analytics.services.take_address import _scanned
from tests.analytics.feeds import NOW, feed

pytestmark = pytest.mark.django_db


class _Held(PosixPath):
    """A file that is not told of before somebody lets go of it: whatever was begun after it waits meanwhile."""

    let_go: Event

    def __str__(self) -> str:
        self.let_go.wait(timeout=30)
        return super().__str__()


@contextmanager
def a_pass(folder: Path) -> Iterator[tuple[EventPass, Future[Told]]]:
    """With a scanned file that waits to be told of, behind another; what ends its waiting ends that of the other."""
    scratch = folder / "scratch"
    scratch.mkdir()
    held = _Held(folder / "held")
    held.let_go = Event()
    path = feed(folder / "a.csv", [(f"2026-05-01T10:00:{at:02}Z", "acme", "u1", "reactions") for at in range(60)])
    with event_pass(scratch) as into:
        into._telling(held, 2)
        reader = Reader(1, Delivery(path.name, "0" * 64, Recipe()), into, scratch, now=NOW)
        _scanned(expand([str(path)])[0], reader)
        told = into._told[1]
        assert not told.done()
        told.add_done_callback(lambda _: held.let_go.set())
        yield into, told


def test_a_failed_pass_does_not_wait_for_what_it_did_not_begin_to_tell(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no room"), a_pass(tmp_path) as (_, told):
        raise OSError("no room")
    assert told.cancelled()


def test_what_is_read_row_by_row_after_all_is_not_told_of_as_it_was_scanned(tmp_path: Path) -> None:
    with a_pass(tmp_path) as (into, told):
        into.forget(1)
        into.forget(1)
        assert told.cancelled()
