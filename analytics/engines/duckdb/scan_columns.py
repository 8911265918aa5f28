"""Which rows of a file are good beyond doubt, and what are their typed columns?

Good here is narrower than in `rules.activity`, which stays the definition: what these expressions do not vouch for is
judged there, row by row. What they do vouch for reads the same there (tested with generated rows).
"""

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal

from analytics.rules.activity import LIMITS, REQUIRED
from analytics.rules.scan_plan import Fixed, ParquetForm, Place, ScanPlan, TimeForm

Cell = Callable[[int | str], str]  # SQL of a cell's text: NULL or empty for nothing
TEXT = r"[ -~\p{L}\p{N}\p{M}]*"
READ_TIME = "read_time"  # a column beside the cells, so that each time is read once
_MODULE = "a-z0-9._-"
_DAY = r"20[0-9]{2}-[01][0-9]-[0-3][0-9]"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_OFFSET = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_QUANTITY = r"[0-9]{1,9}(\.[0-9]{1,6})?"  # at most fifteen digits, which a float holds exactly
_ISO_LIKELY = {27: "%Y-%m-%dT%H:%M:%S.%fZ", 24: "%Y-%m-%dT%H:%M:%S.%gZ", 20: "%Y-%m-%dT%H:%M:%SZ"}
_TIMES = {
    TimeForm.ISO: (f"{_DAY}[T ]{_CLOCK}Z", "try_cast({cell} AS TIMESTAMP)"),
    TimeForm.ISO_OFFSET: (f"{_DAY}[T ]{_CLOCK}{_OFFSET}", "make_timestamp(epoch_us(try_cast({cell} AS TIMESTAMPTZ)))"),
    TimeForm.ISO_UTC: (f"{_DAY}[T ]{_CLOCK}", "try_cast({cell} AS TIMESTAMP)"),
    TimeForm.SECONDS: ("[0-9]{9,10}", "TRY(make_timestamp(try_cast({cell} AS BIGINT) * 1000000))"),
    TimeForm.MILLISECONDS: ("[0-9]{12,13}", "TRY(make_timestamp(try_cast({cell} AS BIGINT) * 1000))"),
    TimeForm.MICROSECONDS: ("[0-9]{15,16}", "TRY(make_timestamp(try_cast({cell} AS BIGINT)))"),
    TimeForm.TYPED: ("", "{cell}"),
}


def literal(value: str | Decimal | None) -> str:
    """A constant as SQL."""
    if isinstance(value, Decimal):
        return f"{value:f}::DECIMAL(20,6)"
    return "NULL::VARCHAR" if value is None else "'" + value.replace("'", "''") + "'"


def select_list(plan: ScanPlan, cell: Cell) -> str:
    """The columns of an event, typed, in the order of an event file; of a row that is not good they may be NULL."""
    texts = [f'{_text(plan, name, cell)} AS "{name}"' for name in ("account", "user", "module", "action")]
    rest = [f'{_text(plan, name, cell)} AS "{name}"' for name in ("event_id", "source", "client", "integration")]
    return ", ".join([f"{READ_TIME} AS occurred_at", *texts, f"{_quantity(plan, cell)} AS quantity", *rest])


def is_good(plan: ScanPlan, cell: Cell) -> str:
    """True only where every field is good beyond doubt, else NULL or false. `READ_TIME` holds what `time_of` says."""
    first, last = (f"TIMESTAMP '{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'" for at in (plan.earliest, plan.latest))
    checks = [f"{READ_TIME} BETWEEN {first} AND {last}"]
    for name, limit in LIMITS.items():
        place = plan.fields[name]
        if isinstance(place, Place) and name == "module":
            checks.append(_good_module(plan, cell(place.at), limit))
        elif isinstance(place, Place):
            checks.append(_good_text(name, cell(place.at), limit))
            checks.append("" if plan.is_ascii else _good_characters(cell(place.at)))
    amount = plan.fields["quantity"]
    if isinstance(amount, Place):
        checks.append(_optional(cell(amount.at), f"regexp_full_match({cell(amount.at)}, '{_QUANTITY}')"))
    return " AND ".join(check for check in checks if check)


def time_of(plan: ScanPlan, cell: Cell) -> str:
    """The instant; NULL where it is not written in the form of the file."""
    pattern, read = _TIMES[plan.time]
    found = cell(_at(plan))
    if not pattern:
        return read.format(cell=found)
    cases = f"WHEN regexp_full_match({found}, '{pattern}') THEN {read.format(cell=found)}"
    if plan.time is TimeForm.ISO and plan.is_ascii:
        cases = f"{_likely_times(found)} {cases}"
    return f"CASE {cases} END"


def _likely_times(found: str) -> str:
    """A pattern costs more. Of so many characters, none of them a blank, the form leaves each number all its digits."""
    return " ".join(
        f"WHEN strlen({found}) = {length} AND NOT contains({found}, ' ') THEN try_strptime({found}, '{form}')"
        for length, form in _ISO_LIKELY.items()
    )


def _good_text(name: str, cell: str, limit: int) -> str:
    """Its characters apart; what begins with a blank may be nothing but blanks."""
    good = f"(strlen({cell}) <= {limit} AND {cell} >= '!')"
    return good if name in REQUIRED else _optional(cell, good)


def _good_module(plan: ScanPlan, cell: str, limit: int) -> str:
    """Parquet lists the few different names: there the slower question is asked of each name once, not of each row."""
    if not isinstance(plan.form, ParquetForm):
        return f"regexp_full_match({cell}, '[{_MODULE}]{{1,{limit}}}')"
    letters = "abcdefghijklmnopqrstuvwxyz0123456789._-"
    return f"(strlen({cell}) BETWEEN 1 AND {limit} AND ltrim({cell}, '{letters}') = '')"


def _good_characters(cell: str) -> str:
    """A blob shows bytes as they are if they are ASCII and no controls, quotes or backslashes; only others cost more.

    Said of a single column, so that DuckDB asks it once of each different value where a file has them listed.
    """
    return f"({cell} IS NULL OR encode({cell})::VARCHAR = {cell} OR regexp_full_match({cell}, '{TEXT}'))"


def _optional(cell: str, good: str) -> str:
    return f"({cell} IS NULL OR {cell} = '' OR {good})"


def _at(plan: ScanPlan) -> int | str:
    place = plan.fields["occurred_at"]
    if isinstance(place, Fixed):
        raise TypeError("the same time for all rows is read row by row")
    return place.at


def _text(plan: ScanPlan, name: str, cell: Cell) -> str:
    place = plan.fields[name]
    if isinstance(place, Fixed):
        value = literal(place.value or {"source": plan.source, "action": ""}.get(name))
        return f"{value}::ENUM({value})" if name == "source" else value  # written without a look at each row
    found = cell(place.at)
    if name in REQUIRED:
        return found
    if name == "action":
        return f"coalesce({found}, '')"
    return f"coalesce(nullif({found}, ''), {literal(plan.source)})" if name == "source" else f"nullif({found}, '')"


def _quantity(plan: ScanPlan, cell: Cell) -> str:
    place = plan.fields["quantity"]
    if isinstance(place, Fixed):
        return literal(place.value if isinstance(place.value, Decimal) else Decimal(1))
    return f"coalesce(try_cast(nullif({cell(place.at)}, '') AS DECIMAL(20,6)), 1)"
