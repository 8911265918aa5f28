"""Which report on all modules was counted from exactly these roll-ups, and when is a new one due?"""

import logging
import shutil
from datetime import datetime, timedelta

import duckdb
from django.conf import settings
from django.db.models import Sum

from analytics.engines.duckdb.measures import measure
from analytics.engines.duckdb.report_reading import read_module
from analytics.models import RollupPartition, UsageReport
from analytics.rules.measures import ModuleFacts
from analytics.rules.report_basis import FRESH_SHARE
from analytics.services.report_basis import basis_now, write_basis
from analytics.services.report_counting import Basis, count_anew, gone_on
from analytics.services.report_files import beside_of, is_intact, is_sound
from analytics.services.workspace import reports_dir, scratch_dir, settle, spill_dir

logger = logging.getLogger(__name__)
LARGE = 500_000  # rows of roll-ups; with fewer a module is counted when somebody asks
KEPT = 3  # of the newest; a plan's figures have a snapshot of their own
READ_EVERY = timedelta(hours=1)  # all bytes of a report, to know that they are as written


def facts_of(module_key: str, basis: Basis) -> ModuleFacts:
    """From the report when there is one, else counted now: the same figures."""
    report = UsageReport.objects.filter(as_of_date=basis.as_of, fingerprint=basis.fingerprint()).first()
    folder = reports_dir() / report.folder if report else None
    zones, as_of = dict(basis.zones), basis.as_of
    with spill_dir() as spill:
        if folder and not is_sound(folder):
            logger.warning("a report is damaged or not whole, the module is counted: %s", folder.name)
        elif folder:
            try:
                beside = beside_of(folder)
                return read_module(
                    folder, basis.paths, module=module_key, as_of=as_of, zones=zones, scratch=spill, beside=beside
                )
            except duckdb.Error as problem:  # damaged, or made anew at this moment
                logger.warning("a report cannot be read, the module is counted: %s", type(problem).__name__)
        return measure(basis.paths, module=module_key, as_of=as_of, zones=zones, scratch=spill)


def is_worth_a_report(*, large: int = LARGE) -> bool:
    """Only for much activity."""
    return (RollupPartition.objects.aggregate(total=Sum("rows"))["total"] or 0) >= large


def report_all(basis: Basis, *, now: datetime, share: int = FRESH_SHARE) -> UsageReport:
    """Count every module, once for a basis: on from the last report, or anew. Only under the import lock.

    What was damaged since it was written goes before anything else: nothing may go on from it. A file that is gone or
    of another size is noticed at once; other bytes may stand for an hour and until the next refresh, and figures that a
    process read from them until other roll-ups come.
    """
    fingerprint = basis.fingerprint()
    folder = f"{basis.as_of}-{fingerprint[:16]}"
    before = UsageReport.objects.filter(fingerprint=fingerprint).first()
    if before and is_intact(reports_dir() / before.folder, now=now, every=READ_EVERY):
        return before
    shutil.rmtree(reports_dir() / folder, ignore_errors=True)  # damaged, or of a crash before its row was written
    zones = {account: str(zone) for account, zone in basis.zones if str(zone) != "UTC"}
    noted = basis_now(basis.as_of, zones)
    with scratch_dir() as scratch:
        going = None if settings.USAGE_ENGINE else gone_on(noted, basis, scratch, share=share, now=now)
        if going is None:
            count_anew(basis, zones, scratch)
        write_basis(scratch, noted, going)
        settle(scratch, reports_dir() / folder)
        scratch.mkdir()
    return before or UsageReport.objects.create(
        as_of_date=basis.as_of, fingerprint=fingerprint, folder=folder, created_at=now
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
