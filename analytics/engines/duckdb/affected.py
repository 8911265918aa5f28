"""Who and what used a module, account by account, from the events themselves?"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from analytics.engines.duckdb.rollup import Exclusion
from analytics.engines.duckdb.session import Session, file_list, instant, open_session, texts, whole
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.affected_use import SubjectUse, subject_of_integration

Listed = Callable[[Sequence[str]], Sequence[str]]


def affected_uses(
    files: Sequence[Path],
    *,
    pulled: Sequence[Path] = (),
    module: str,
    replacement: str,
    exclusions: Sequence[Exclusion],
    listed: Listed,
    scratch: Path,
) -> Iterator[SubjectUse]:
    """What these event files and `pulled` roll-ups say, in no order, a part at a time.

    `listed`: which of these accounts are known already. With a count of zero: what else somebody of an affected account
    used.
    """
    if not files and not pulled:
        return
    with open_session(scratch) as session:
        exclude(session, exclusions)
        _see(session, files, pulled)
        session.run("affected_module", module=module)
        known = listed(texts(session.run("affected_accounts")))
        session.run("affected_other", module=module, listed=list(known))
        session.run("affected_subjects")
        session.run("affected_beside", replacement=replacement)
        for row in session.stream("affected_uses"):
            yield _use(module, *row)


def _see(session: Session, files: Sequence[Path], pulled: Sequence[Path]) -> None:
    views = []
    if files:
        session.set(files=file_list(files))
        session.run("affected_events")
        views.append("FROM event_rows")
    if pulled:
        session.set(pulled=file_list(pulled))
        session.run("affected_pulled")
        views.append("FROM pulled_uses")
    session.ask(f"CREATE TEMP VIEW use_rows AS {' UNION ALL '.join(views)}")


def _use(  # noqa: PLR0917 - a row of sql/affected_uses.sql
    module: str,
    account: object,
    kind: object,
    key: object,
    events: object,
    first_at: object,
    last_at: object,
    modules: object,
    ways: object,
    replacement_at: object,
) -> SubjectUse:
    return SubjectUse(
        account=str(account),
        kind=_kind(str(kind), str(key)),
        key=str(key),
        count=whole(events),
        first_at=instant(first_at),
        last_at=instant(last_at),
        modules=_names(modules, *([module] if events else [])),
        through=_names(ways),
        replacement_at=_known(replacement_at),
    )


def exclude(session: Session, exclusions: Sequence[Exclusion]) -> None:
    session.run(
        "exclusions",
        sources=[each.source for each in exclusions],
        patterns=[each.pattern for each in exclusions],
    )


def _kind(kind: str, key: str) -> SubjectKind:
    return subject_of_integration(key) if kind == SubjectKind.INTEGRATION else SubjectKind(kind)


def _names(value: object, *more: str) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(sorted({*(str(each) for each in listed), *more}))


def _known(value: object) -> datetime | None:
    return None if value is None else instant(value)
