"""Which measures use the product's own code, and so need its settings?"""

from collections.abc import Callable, Mapping

from benchmarks import (
    affected,
    audit,
    day,
    export,
    huge,
    imports,
    ingest,
    mail,
    planned,
    planning,
    queueing,
    report,
    resume,
    usage,
)
from benchmarks.result import Result

MEASURES: Mapping[str, Callable[[float], list[Result]]] = {
    "planning": planning.measure,
    "planned": planned.measure,
    "queueing": queueing.measure,
    "usage": usage.measure,
    "report": report.measure,
    "huge": huge.measure,
    "ingest": ingest.measure,
    "affected": affected.measure,
    "audit": audit.measure,
    "mail": mail.measure,
    "export": export.measure,
    "resume": resume.measure,
    "imports": imports.measure,
    "day": day.measure,
}
