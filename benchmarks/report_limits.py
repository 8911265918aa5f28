"""Does the report on all modules keep its pace within little memory, and gain by a second worker and by its method?"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from analytics.engines.duckdb.report import SERIES
from analytics.engines.duckdb.session import file_list, open_session
from benchmarks.exploded import users_crossed, users_exploded
from benchmarks.report_events import AS_OF, SERIES_FROM, YearOfEvents
from benchmarks.report_work import one_after_the_other, side_by_side
from benchmarks.result import Result
from benchmarks.rounds import in_turns, seconds

LARGEST = "module-0"
UNLIMITED = "8GB"
Pieces = Sequence[Sequence[Path]]


def workers(pieces: Pieces, folder: Path, times: int) -> list[Result]:
    """The same work in turns: as the product does it, without a limit, and by one worker at a time. A trial of the
    smallest size has one shard."""
    pieces = pieces if times > 1 else pieces[:1]
    ours, free, alone = [], [], []
    for number in range(times):
        ours.append(seconds(lambda _: side_by_side(pieces, folder / "limited"), number))
        free.append(seconds(lambda _: side_by_side(pieces, folder / "free", memory=UNLIMITED), number))
        alone.append(seconds(lambda _: one_after_the_other(pieces, folder / "alone"), number))
    ours_s, free_s, alone_s = median(ours), median(free), median(alone)
    name = "the report by two processes"
    return [
        Result(f"{name}, with as much memory as it may take, seconds", ours_s, free_s, "without limit", 1.25),
        Result(f"{name}, speed", 1 / ours_s, 1 / alone_s, "one of them at a time", 1.7, at_least=True),
    ]


def rolling(sample: YearOfEvents, pieces: Pieces, folder: Path) -> list[Result]:
    """Ours are eight series (users and accounts of 1, 7, 28 and 90 days), each peer's is one."""
    files = [path for shard in pieces for path in shard]

    def all_modules(_: int) -> None:
        _series(files, folder, "usage_view")

    def largest(_: int) -> None:
        _series(files, folder, "module_view")

    spread = in_turns(all_modules, lambda _: users_exploded(sample.by_day, as_of=AS_OF, window=28), times=1)
    joined = in_turns(largest, lambda _: users_crossed(sample.by_day, as_of=AS_OF, module=LARGEST), times=1)
    name = "eight rolling series of"
    form, query = "exploding form, users of 28 days", "a cross join for one series"
    return [
        Result(f"{name} every module, speed per series", 8 / spread.ours_s, 1 / spread.peer_s, form, 20, at_least=True),
        Result(f"{name} the largest module, speed", 1 / joined.ours_s, 1 / joined.peer_s, query, 5, at_least=True),
    ]


def _series(files: Sequence[Path], folder: Path, view: str) -> None:
    with open_session(folder) as session:
        session.set(files=file_list(files), as_of=AS_OF, first=SERIES_FROM, module=LARGEST)
        session.run(view)
        session.run("report_modules")
        for step in SERIES:
            session.run(step)
