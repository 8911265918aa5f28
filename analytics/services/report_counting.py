"""How are the figures of a report counted: anew on every core, or on from those of the last one?"""

import hashlib
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

import duckdb
from django.conf import settings

from analytics.engines.duckdb.report_onward import NotWhatItWas, write_onward
from analytics.engines.duckdb.rollup import SHARDS
from analytics.engines.duckdb.shards import ShardJob, work_side_by_side
from analytics.models import RollupPartition
from analytics.rules.report_basis import ReportBasis
from analytics.services.report_basis import FORM, Going, earlier_report
from analytics.services.workspace import rollups_dir, spill_dir

logger = logging.getLogger(__name__)
ON_SPARK = "analytics.engines.spark.report_worker"


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures of a day are counted from: roll-ups by name and checksum, and the accounts' zones."""

    as_of: date
    files: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, tzinfo], ...]

    @property
    def paths(self) -> list[Path]:
        return [rollups_dir() / path for path, _ in self.files]

    def fingerprint(self) -> str:
        moved = [(account, str(zone)) for account, zone in self.zones if str(zone) != "UTC"]
        return hashlib.sha256(repr((FORM, self.as_of, self.files, moved)).encode()).hexdigest()


def count_anew(basis: Basis, zones: Mapping[str, str], scratch: Path) -> None:
    """Each shard in a process of its own."""
    by_shard = _paths_by_shard([path for path, _ in basis.files])
    if settings.USAGE_ENGINE:  # one job: a cluster shares it out itself
        paths = [path for of_shard in by_shard.values() for path in of_shard]
        work_side_by_side([_job(scratch / "0", paths, basis.as_of, zones)], program=ON_SPARK)
        return
    jobs = [_job(scratch / str(shard), by_shard.get(shard, ()), basis.as_of, zones) for shard in range(SHARDS)]
    work_side_by_side([job for job in jobs if job.files])


def gone_on(noted: ReportBasis, basis: Basis, scratch: Path, *, share: int, now: datetime) -> Going | None:
    """None where everything must be counted anew, also because what it would go on from cannot be read."""
    try:
        if going := earlier_report(noted, share=share, now=now):
            _go_on(going, basis, scratch)
    except (duckdb.Error, NotWhatItWas) as problem:
        logger.warning("a report cannot go on, everything is counted anew: %s", type(problem).__name__)
        shutil.rmtree(scratch / "0", ignore_errors=True)
        return None
    return going


def _go_on(going: Going, basis: Basis, scratch: Path) -> None:
    target = scratch / "0"
    target.mkdir()
    with spill_dir() as spill:
        write_onward(
            going.files,
            new=going.new,
            zones=dict(basis.zones),
            earlier=going.earlier,
            target=target,
            scratch=spill,
        )


def _paths_by_shard(paths: Sequence[str]) -> dict[int, list[str]]:
    """Roll-up files by the shard of accounts that each is of."""
    found: dict[int, list[str]] = {}
    rows = RollupPartition.objects.filter(path__in=paths).order_by("shard", "path")
    for shard, path in rows.values_list("shard", "path").distinct():
        found.setdefault(shard, []).append(path)
    return found


def _job(target: Path, paths: Sequence[str], as_of: date, zones: Mapping[str, str]) -> ShardJob:
    target.mkdir()
    files = [str(rollups_dir() / path) for path in paths]
    return ShardJob(files=files, as_of=as_of, zones=zones, target=str(target))
