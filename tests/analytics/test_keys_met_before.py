"""Which of the new keys does a run hold, whatever the sizes of both, and whatever stands twice in one of them?"""

from collections.abc import Iterable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from analytics.engines.duckdb.event_session import Keys, open_event_session
from analytics.engines.duckdb.key_runs import met_before, met_twice, sorted_keys, write_run

LARGEST = 2**64 - 1


def _keys(numbers: Iterable[int]) -> Keys:
    return np.array(sorted(numbers), dtype=np.uint64)


def _run(folder: Path, numbers: Iterable[int], name: str = "run") -> Path:
    write_run(folder / name, _keys(numbers))
    return folder / name


@pytest.mark.parametrize(("new", "held"), [(70_000, 70_000), (70_000, 600), (300, 60_000), (9_000, 70_000), (1, 1)])
def test_a_key_is_met_before_exactly_where_a_run_holds_it(tmp_path: Path, new: int, held: int) -> None:
    """A6: searched where the run is sparse, merged where both are crowded, several parts in two threads."""
    chance = Random(new + held)
    keys = [chance.randrange(LARGEST + 1) for _ in range(new)]
    run = [chance.randrange(LARGEST + 1) for _ in range(held)]
    shared = chance.sample(keys, min(new, held) // 3 + 1)
    found = met_before(_keys(keys), [_run(tmp_path, run + shared), _run(tmp_path, shared, "again")])
    assert found.tolist() == sorted(set(shared) | set(keys) & set(run))


def test_what_stands_twice_on_one_side_alone_was_not_met_before(tmp_path: Path) -> None:
    """A6: a row repeated in its file, and two events of one hash, are no reason to read earlier files."""
    run = _run(tmp_path, [1, 4, 4, 9, LARGEST, LARGEST])
    assert met_before(_keys([0, 2, 2, 5, 5, 5, 9, 9]), [run]).tolist() == [9]
    assert met_before(_keys([0, 0, LARGEST]), [run]).tolist() == [LARGEST]


def test_no_keys_and_no_runs_meet_nothing(tmp_path: Path) -> None:
    assert not len(met_before(_keys([]), [_run(tmp_path, [1, 2])]))
    assert not len(met_before(_keys([1, 2]), []))
    assert not len(met_before(_keys([1, 2]), [_run(tmp_path, [])]))


def test_keys_of_several_relations_come_sorted_with_all_that_are_equal(tmp_path: Path) -> None:
    """A6: equal keys stand beside each other, or none of them is seen to be a repeat."""
    rows = "(SELECT 'file' AS source, 'e' || range % 500 AS event_id FROM range({}))"
    few, many = rows.format(700), rows.format(300)
    with open_event_session(tmp_path) as session:
        keys = sorted_keys(session, few, many, with_ids={few, many})
    assert keys.tolist() == sorted(keys.tolist())
    assert (len(keys), len(met_twice(keys))) == (1_000, 300)
