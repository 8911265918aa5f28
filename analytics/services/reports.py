"""Which report on all modules was counted from exactly these roll-ups, and when is a new one due?"""

import hashlib
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

import duckdb
from django.conf import settings
from django.db.models import Sum

from analytics.engines.duckdb.measures import measure
from analytics.engines.duckdb.report_onward import write_onward
from analytics.engines.duckdb.report_reading import read_module
from analytics.engines.duckdb.rollup import SHARDS
from analytics.engines.duckdb.shards import ShardJob, work_side_by_side
from analytics.models import RollupPartition, UsageReport
from analytics.rules.measures import ModuleFacts
from analytics.rules.report_basis import FRESH_SHARE, ReportBasis
from analytics.services.report_basis import FORM, Going, basis_now, beside_of, earlier_report, is_whole, write_basis
from analytics.services.workspace import reports_dir, rollups_dir, scratch_dir, settle, spill_dir

logger = logging.getLogger(__name__)
LARGE = 500_000  # rows of roll-ups; with fewer a module is counted when somebody asks
ON_SPARK = "analytics.engines.spark.report_worker"
KEPT = 3  # of the newest; a plan's figures have a snapshot of their own


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


def facts_of(module_key: str, basis: Basis) -> ModuleFacts:
    """From the report when there is one, else counted now: the same figures."""
    report = UsageReport.objects.filter(as_of_date=basis.as_of, fingerprint=basis.fingerprint()).first()
    folder = reports_dir() / report.folder if report else None
    zones, as_of = dict(basis.zones), basis.as_of
    with spill_dir() as spill:
        if folder and is_whole(folder):
            beside = beside_of(folder)
            return read_module(
                folder, basis.paths, module=module_key, as_of=as_of, zones=zones, scratch=spill, beside=beside
            )
        return measure(basis.paths, module=module_key, as_of=as_of, zones=zones, scratch=spill)


def is_worth_a_report(*, large: int = LARGE) -> bool:
    """Only for much activity."""
    return (RollupPartition.objects.aggregate(total=Sum("rows"))["total"] or 0) >= large


def report_all(basis: Basis, *, now: datetime, share: int = FRESH_SHARE) -> UsageReport:
    """Count every module, once for a basis: on from the last report, or anew. Only under the import lock."""
    fingerprint = basis.fingerprint()
    if before := UsageReport.objects.filter(fingerprint=fingerprint).first():
        return before
    folder = f"{basis.as_of}-{fingerprint[:16]}"
    zones = {account: str(zone) for account, zone in basis.zones if str(zone) != "UTC"}
    noted = basis_now(basis.as_of, zones)
    with scratch_dir() as scratch:
        going = None if settings.USAGE_ENGINE else _gone_on(noted, basis, scratch, share)
        if going is None:
            _count_anew(basis, zones, scratch)
        write_basis(scratch, noted, going)
        target = reports_dir() / folder
        shutil.rmtree(target, ignore_errors=True)  # of a crash before its row was written
        settle(scratch, target)
        scratch.mkdir()
    return UsageReport.objects.create(as_of_date=basis.as_of, fingerprint=fingerprint, folder=folder, created_at=now)


def _count_anew(basis: Basis, zones: Mapping[str, str], scratch: Path) -> None:
    """Each shard in a process of its own."""
    by_shard = _paths_by_shard([path for path, _ in basis.files])
    if settings.USAGE_ENGINE:  # one job: a cluster shares it out itself
        paths = [path for of_shard in by_shard.values() for path in of_shard]
        work_side_by_side([_job(scratch / "0", paths, basis.as_of, zones)], program=ON_SPARK)
        return
    jobs = [_job(scratch / str(shard), by_shard.get(shard, ()), basis.as_of, zones) for shard in range(SHARDS)]
    work_side_by_side([job for job in jobs if job.files])


def _gone_on(noted: ReportBasis, basis: Basis, scratch: Path, share: int) -> Going | None:
    """None where everything must be counted anew, also because what it would go on from cannot be read."""
    try:
        if going := earlier_report(noted, share=share):
            _go_on(going, basis, scratch)
    except duckdb.Error as problem:
        logger.warning("a report cannot go on, everything is counted anew: %s", type(problem).__name__)
        shutil.rmtree(scratch / "0", ignore_errors=True)
        return None
    return going


def _go_on(going: Going, basis: Basis, scratch: Path) -> None:
    onward, target = going.onward, scratch / "0"
    target.mkdir()
    with spill_dir() as spill:
        write_onward(
            going.files,
            as_of=basis.as_of,
            first=onward.first,
            fresh=onward.fresh,
            zones=dict(basis.zones),
            earlier=going.earlier,
            target=target,
            scratch=spill,
        )


def forget_old_reports() -> None:
    """All but the newest and what they go on from; readers have them open or count anew. Only under the import lock."""
    old = UsageReport.objects.order_by("-as_of_date", "-id")[KEPT:]
    UsageReport.objects.filter(pk__in=[each.pk for each in old]).delete()
    known = set(UsageReport.objects.values_list("folder", flat=True))
    known |= {beside.base.name for each in known if (beside := beside_of(reports_dir() / each))}
    for folder in reports_dir().glob("*"):
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)


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
