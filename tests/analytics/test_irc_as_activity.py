"""A2, A3: real data. A public IRC archive as activity gives the counts that a line of shell gives; both are run."""

import csv
import re
import subprocess
import tarfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from analytics.api import ModuleUsage, Recipe, import_files, usage
from tests.analytics.feeds import FEED
from tests.cast import corner_shop

pytestmark = pytest.mark.django_db

ARCHIVE = Path(settings.BASE_DIR) / "demo" / "data" / "irc-ubuntu-days.tar.xz"
SAID = re.compile(r"^\[(\d\d):(\d\d)\] <([^>]+)>")
NICKS = r"cat {files} | LC_ALL=C grep -aoE '^\[[0-9]{{2}}:[0-9]{{2}}\] <[^>]+>' | sed 's/.*<//'"
NOW = datetime(2015, 1, 1, 12, tzinfo=UTC)


def shell(line: str, files: Sequence[Path]) -> int:
    """What a shell pipeline over day logs answers; a pattern for the nicks of those who said something is `NICKS`."""
    command = line.replace("NICKS", NICKS.format(files=" ".join(str(each) for each in files)))
    done = subprocess.run(["bash", "-c", command], check=True, capture_output=True, text=True)
    return int(done.stdout)


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Path]:
    """The day logs of the archive from 2008 on, by day."""
    folder = tmp_path_factory.mktemp("irc")
    with tarfile.open(ARCHIVE) as archive:
        names = [name for name in archive.getnames() if name[:4] >= "2008" and name[0].isdigit()]
        archive.extractall(folder, members=[archive.getmember(name) for name in names], filter="data")
    return {date.fromisoformat(name[:10]): folder / name for name in sorted(names)}


def as_activity(logs: dict[date, Path], target: Path) -> Path:
    """Each line that somebody said is a use of the channel, at its minute (UTC)."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("occurred_at", "account", "user", "module"))
        for day, path in logs.items():
            for line in path.read_text(encoding="utf-8").split("\n"):
                if found := SAID.match(line):
                    writer.writerow((f"{day}T{found[1]}:{found[2]}:00+00:00", "corner-shop", found[3], "ubuntu"))
    return target


def figures(day: date) -> ModuleUsage:
    return usage(module_key="ubuntu", as_of=day, now=NOW)


def test_the_corpus_counts_as_the_shell_counts(logs: dict[date, Path], tmp_path: Path) -> None:
    corner_shop()
    made = as_activity(logs, tmp_path / "irc.csv")
    report = import_files(addresses=[str(made)], recipe=Recipe(), strict=True, actor=FEED, now=NOW)
    everything = list(logs.values())
    assert report.files[0].added == shell("NICKS | wc -l", everything) > 20_000
    for day, path in list(logs.items())[-4:]:
        found = figures(day)
        today = found.daily[-1]
        assert (today.events, today.users) == (shell("NICKS | wc -l", [path]), shell("NICKS | sort -u | wc -l", [path]))
        assert found.users[1] == today.users
        window = [path for each, path in logs.items() if day - timedelta(days=90) < each <= day]
        assert found.users[90] == shell("NICKS | sort -u | wc -l", window)
        assert found.by_account[0].events_90 == shell("NICKS | wc -l", window)
