"""How does each engine write what a pull asks: names, texts, times and amounts?"""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.rules.activity import LARGEST_QUANTITY

_MOST = int(LARGEST_QUANTITY)
_TRINO, _SNOWFLAKE = (
    "CAST({} AT TIME ZONE 'UTC' AS TIMESTAMP(6))",
    "CAST(CONVERT_TIMEZONE('UTC', {}) AS TIMESTAMP_NTZ(6))",
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes names, texts, UTC times without a zone, and amounts of up to nine decimals.

    `instant` is a moment that its own column can be compared with, so that it need not read other days. `wide` reads
    any amount, if only roughly.
    """

    moment: str
    instant: str
    name: str = '"{}"'
    text: str = "CAST({} AS VARCHAR)"
    amount: str = "CAST({} AS DECIMAL(38, 9))"
    wide: str = "CAST({} AS DOUBLE)"
    doubled: Mapping[str, str] | None = None

    def named(self, *parts: str) -> str:
        """Raises ValueError for a name that nobody can write."""
        mark = self.name[0]
        if not all(parts) or any(mark in part or "\\" in part or not part.isprintable() for part in parts):
            raise ValueError(".".join(parts))
        return ".".join(self.name.format(part) for part in parts)

    def quoted(self, text: str) -> str:
        for what, instead in (self.doubled or {"'": "''"}).items():
            text = text.replace(what, instead)
        return f"'{text}'"

    def bounded(self, raw: str) -> str:
        """The amount, and one beyond the bounds for what `amount` cannot hold: such a row is bad, and no other is."""
        wide, below, beyond = self.wide.format(raw), self.amount.format("'-1'"), self.amount.format(f"'{_MOST + 1}'")
        return (
            f"CASE WHEN {wide} < 0 THEN {below} WHEN {wide} <= {_MOST} THEN {self.amount.format(raw)}"
            f" WHEN {raw} IS NOT NULL THEN {beyond} END"
        )


_BACKSLASHED = {"\\": "\\\\", "'": "\\'"}
DIALECTS = {
    "bigquery": Dialect(
        moment="CAST({} AS DATETIME)",
        instant="TIMESTAMP '{:%Y-%m-%d %H:%M:%S}+00'",
        name="`{}`",
        text="CAST({} AS STRING)",
        amount="CAST({} AS NUMERIC)",
        wide="CAST({} AS FLOAT64)",
        doubled=_BACKSLASHED,
    ),
    "clickhouse": Dialect(
        moment="toDateTime64({}, 6, 'UTC')",
        instant="toDateTime64('{:%Y-%m-%d %H:%M:%S}', 6, 'UTC')",
        text="CAST({} AS Nullable(String))",
        amount="toDecimal128(toString({}), 9)",
        wide="toFloat64(toString({}))",
        doubled=_BACKSLASHED,
    ),
    "duckdb": Dialect(moment="CAST({} AS TIMESTAMP)", instant="TIMESTAMPTZ '{:%Y-%m-%d %H:%M:%S}+00'"),
    "postgres": Dialect(
        moment="CAST({} AS TIMESTAMP)",
        instant="TIMESTAMPTZ '{:%Y-%m-%d %H:%M:%S}+00'",
        wide="CAST({} AS NUMERIC)",
    ),
    "snowflake": Dialect(moment=_SNOWFLAKE, instant="CAST('{:%Y-%m-%d %H:%M:%S}+00:00' AS TIMESTAMP_TZ)"),
    "spark": Dialect(
        moment="CAST({} AS TIMESTAMP_NTZ)",
        instant="TIMESTAMP '{:%Y-%m-%d %H:%M:%S}Z'",
        name="`{}`",
        text="CAST({} AS STRING)",
        doubled=_BACKSLASHED,
    ),
    "trino": Dialect(moment=_TRINO, instant="TIMESTAMP '{:%Y-%m-%d %H:%M:%S} UTC'"),
}
