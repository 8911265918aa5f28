"""Which days of a customer's warehouse were refused last, so that they are asked for until they are taken?

A refused day is a version that no reader ever sees: the next one that is taken, or found empty, stands after it.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from analytics.models import ActivityImport, ActivitySource, ImportStatus, PulledDay
from analytics.rules.import_report import FileReport
from analytics.services.publish_pull import Provenance
from lifecycle.api import record
from lifecycle.rules.actors import Actor


def refused_days(source: str) -> list[date]:
    newer = PulledDay.objects.filter(source=OuterRef("source"), date=OuterRef("date"), pk__gt=OuterRef("pk"))
    return list(_refused(source).filter(~Exists(newer)).values_list("date", flat=True))


def settle_refused(source: str, days: Collection[date]) -> None:
    """They are there as they were taken before, or not at all. What was refused stays on record as an import."""
    if days:
        _refused(source).filter(date__in=days).delete()


@transaction.atomic
def keep_refused(day: date, report: FileReport, of: Provenance, *, actor: Actor, now: datetime) -> None:
    """Once, however often the same is refused."""
    first = {"hashes_users": of.hashes_users, "created_at": now}
    source, _ = ActivitySource.objects.get_or_create(name=of.source, defaults=first)
    before = PulledDay.objects.filter(source=source, date=day).order_by("pk").last()
    if before and before.activity_import.message and (before.mark, before.recipe) == (of.mark, of.recipe):
        return
    refused = _import(report, of, now=now)
    PulledDay.objects.create(
        source=source,
        date=day,
        activity_import=refused,
        rows=0,
        events=0,
        mark=of.mark,
        recipe=of.recipe,
        created_at=now,
        replaced_at=now,
    )
    record(
        "analytics.activity.refused",
        subject=f"import {refused.uuid}",
        actor=actor,
        at=now,
        sha256="",
        rows=refused.rows,
        added=0,
        rejected=refused.rejected,
    )


def _import(report: FileReport, of: Provenance, *, now: datetime) -> ActivityImport:
    uuid = uuid4()
    return ActivityImport.objects.create(
        uuid=uuid,
        name=report.file[-500:],
        sha256=uuid.hex,
        recipe=of.recipe,
        status=ImportStatus.REFUSED,
        rows=report.rows,
        added=0,
        repeated=report.repeated,
        rejected=report.rejected,
        reasons=[{"field": one.field, "reason": one.reason, "count": one.count} for one in report.reasons],
        message=report.message[:1000],
        created_at=now,
    )


def _refused(source: str) -> QuerySet[PulledDay]:
    return PulledDay.objects.filter(source__name=source, activity_import__status=ImportStatus.REFUSED)
