"""How fast is the report of one module counted and served? (spec: usage, goals)"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from analytics.api import ModuleUsage, Recipe, import_files, usage
from analytics.services import usage as reports
from benchmarks.events import ACCOUNTS, AS_OF, MODULE, NOW, Sample, make_events
from benchmarks.hand_written import Written, by_hand
from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds, seconds
from lifecycle.models import Account
from lifecycle.rules.actors import Actor

EVENTS = 300_000
FEWEST = 5_000  # with fewer some days are thin, and then the product calls them unknown
ACTOR = Actor.system("measurement")
SCRIPT = "one hand-written DuckDB script"


def measure(scale: float) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        sample = make_events(max(FEWEST, round(EVENTS * scale)), Path(folder))
        Account.objects.bulk_create(Account(key=f"a{n}", name=f"Account {n}", created_at=NOW) for n in range(ACCOUNTS))
        times = rounds(scale)
        _load(sample)
        return _report(sample, times)


def _load(sample: Sample) -> None:
    report = import_files(addresses=[str(file) for file in sample.files], recipe=Recipe(), actor=ACTOR, now=NOW)
    assert report.added == sample.rows, (report.added, sample.rows)


def _report(sample: Sample, times: int) -> list[Result]:
    """The peer reads the events (one file, in order): counts only; verdicts, coverage and money are ours alone."""
    ours: list[ModuleUsage] = []
    theirs: list[Written] = []
    pair = in_turns(
        lambda _: ours.append(report()),
        lambda _: theirs.append(by_hand(sample.raw, module=MODULE, as_of=AS_OF)),
        times=times,
    )
    differing = differences(ours[0], theirs[0])
    assert not differing, differing
    name = f"report of the largest module from the roll-up of {sample.rows:,} events, seconds"
    served = median(seconds(lambda _: usage(module_key=MODULE, now=NOW, as_of=AS_OF), 0) for _ in range(times))
    return [
        Result(name, pair.ours_s, pair.peer_s, SCRIPT, 1.2, pair.peak_mb),
        Result("the same figures asked for again, as for a page, seconds", served, None, "", 0.05),
    ]


def report() -> ModuleUsage:
    """Read anew, as the first page of a day."""
    reports._facts.cache_clear()
    return usage(module_key=MODULE, now=NOW, as_of=AS_OF)


def differences(ours: ModuleUsage, theirs: Written) -> list[str]:
    """Figures of ours that are not the script's."""
    found = [f"users of {n} days" for n, (users, _) in theirs.windows.items() if ours.users[n] != users]
    found += [f"accounts of {n} days" for n, (_, accounts) in theirs.windows.items() if ours.accounts[n] != accounts]
    daily = [(each.date, each.users, each.users_28, each.accounts, each.events) for each in ours.daily]
    found += [f"day {mine[0]}" for mine, other in zip(daily, theirs.daily, strict=True) if mine != other]
    used = {each.account: each for each in ours.by_account if each.was_ever_used}
    found += [f"account {key}" for key in sorted(set(used) ^ set(theirs.accounts))]
    for key, row in theirs.accounts.items():
        mine = used[key]
        counts = (mine.users_28, mine.users_90, mine.events_28, mine.events_90)
        if (*counts, mine.first_at, mine.last_at, mine.last_user, mine.rank) != (
            *row[:4],
            *map(_aware, row[4:6]),
            *row[6:],
        ):
            found.append(f"account {key}")
    return found


def _aware(at: datetime | str | int) -> datetime:
    assert isinstance(at, datetime)
    return at.replace(tzinfo=UTC)
