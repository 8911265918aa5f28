"""How do the figures of the compiled steps, from whatever engine, become a report that pages read?"""

from pathlib import Path

from analytics.engines.duckdb.session import Session
from analytics.rules.measures import WEEKS, WINDOWS


def _whole(*names: str) -> str:
    return ", ".join(f"{name}::BIGINT AS {name}" for name in names)


_FIGURES = _whole(*(f"{name}_{size}" for name in ("users", "accounts") for size in WINDOWS), "events")
_COUNTS = _whole("users_28", "users_28_before", "users_90", "events_28", "events_90")
_TIMES = "first_at::TIMESTAMP AS first_at, last_at::TIMESTAMP AS last_at, last_user, last_source"
_WEEKLY = f"[{', '.join(f'week_{week}' for week in reversed(range(WEEKS)))}]"
_QUERIES = {
    "series": f"SELECT module, day::DATE AS day, {_FIGURES} FROM {{series}} ORDER BY ALL",  # noqa: S608 - names of ours
    "accounts": (
        f"SELECT module, account, {_COUNTS}, {_TIMES},"  # noqa: S608 - names of ours
        f" if(users_90 IS NULL, NULL, {_WEEKLY})::UINTEGER[] AS weekly, rank::INTEGER AS rank"
        " FROM {accounts} ORDER BY module, account"
    ),
    "totals": (
        f"SELECT account, since::TIMESTAMP AS since, {_whole('events_all_90')}"  # noqa: S608 - names of ours
        " FROM {totals} ORDER BY account"
    ),
    "sources": "SELECT module, source FROM {sources} ORDER BY ALL",
}


def write_report(session: Session, tables: dict[str, str], target: Path) -> None:
    """`tables`: what each of the four is called in the session, or how its files are read."""
    for name, query in _QUERIES.items():
        session.copy(query.format(**tables), target / f"{name}.parquet")
