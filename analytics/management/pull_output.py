"""How does a pull from a customer's warehouse read in lines?"""

from collections.abc import Iterator

from analytics.rules.import_report import FileOutcome
from analytics.rules.pull_report import DayReport, PullReport

MOST_DAYS = 40


def lines_of(found: PullReport) -> list[str]:
    return [*_summary(found), *_days(found), *(f"  {row}" for row in found.sample)]


def _summary(found: PullReport) -> Iterator[str]:
    span = f", {found.span[0]} to {found.span[1]}" if found.span else ""
    yield f"{found.warehouse}: {found.rows_there} rows there{span}; {len(found.due.days)} days due"
    if found.due.unchanged:
        yield f"  {found.due.unchanged} days as they were pulled"
    if found.outside:
        yield f"  {found.outside} rows without a time, before 2000-01-01 or more than a day ahead: counted nowhere"
    if found.due.sealed:
        yield f"  {found.due.sealed} days changed that lie before the raw events that are still kept: they stay"


def _days(found: PullReport) -> Iterator[str]:
    for each in found.days[-MOST_DAYS:]:
        yield f"  {each.date}: {_of_day(each)}"
        yield from (f"    {one.count} × {one.field} {one.reason}" for one in each.report.reasons)
    if len(found.days) > MOST_DAYS:
        yield f"  and {len(found.days) - MOST_DAYS} days before them"


def _of_day(each: DayReport) -> str:
    report = each.report
    if report.outcome is FileOutcome.TRIED:
        return f"{report.rows} rows"
    if report.outcome is FileOutcome.REFUSED:
        return f"refused; {report.message}"
    return f"{report.rows} rows, {report.added} events, {report.repeated} repeated, {report.rejected} rejected"
