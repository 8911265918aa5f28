"""Which rows of a file are good beyond doubt, and what are their typed columns?

Good here is narrower than in `rules.activity`, which stays the definition: what these expressions do not vouch for is
judged there, row by row. What they do vouch for reads the same there (tested with generated rows).
"""

from collections.abc import Callable
from decimal import Decimal

from analytics.rules.activity import LIMITS, REQUIRED
from analytics.rules.scan_plan import Fixed, ParquetForm, Place, ScanPlan, TimeForm

Cell = Callable[[int | str], str]  # SQL of a cell's text: NULL or empty for nothing
TEXT = r"[ -~\p{L}\p{N}\p{M}]*"
_MODULE = "a-z0-9._-"
_DAY = r"20[0-9]{2}-[01][0-9]-[0-3][0-9]"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_OFFSET = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_QUANTITY = r"[0-9]{1,9}(\.[0-9]{1,6})?"  # at most fifteen digits, which a float holds exactly
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
    return ", ".join([f"{_time(plan, cell)} AS occurred_at", *texts, f"{_quantity(plan, cell)} AS quantity", *rest])


def is_good(plan: ScanPlan, cell: Cell) -> str:
    """True only where every field is good beyond doubt, but for the span of its time; never NULL."""
    checks = [_good_time(plan, cell)]
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


def is_in_span(plan: ScanPlan, cell: Cell) -> str:
    """Costs as much as reading the time again: asked only of files whose span says that some are not."""
    first, last = (f"TIMESTAMP '{at:%Y-%m-%d %H:%M:%S.%f}'" for at in (plan.earliest, plan.latest))
    return f"{_time(plan, cell)} BETWEEN {first} AND {last}"


def _good_time(plan: ScanPlan, cell: Cell) -> str:
    pattern = _TIMES[plan.time][0]
    if not pattern:
        return ""
    found = cell(_at(plan))
    matches = f"regexp_full_match({found}, '{pattern}')"
    if plan.time is not TimeForm.ISO or not plan.is_ascii:
        return matches
    odd = {part: f"contains({found}, '{part}')" for part in (" ", "T24:", ".Z")}
    likely = {".______": odd[" "], ".___": odd[" "], "": f"{odd[' ']} OR {odd['.Z']}"}
    cases = " ".join(  # its length says which of them it may have; the cast that follows knows digits from letters
        f"WHEN strlen({found}) = {20 + len(fraction)} AND {found} LIKE '____-__-__T__:__:__{fraction}Z'"
        f" THEN NOT ({wrong} OR {odd['T24:']})"
        for fraction, wrong in likely.items()
    )
    return f"CASE {cases} ELSE {matches} END"  # a pattern costs more


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


def _time(plan: ScanPlan, cell: Cell) -> str:
    return _TIMES[plan.time][1].format(cell=cell(_at(plan)))


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
