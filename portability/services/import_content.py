"""How does an account's content come in: read, judged, stored once, and its uses told to analytics?"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from analytics.api import ActivityEvent, ImportReport, import_events
from lifecycle.api import Account, BadInput, record
from lifecycle.rules.actors import Actor
from portability.connectors.found import StructuralFault
from portability.connectors.source import RefusedInput, Source, open_source
from portability.models import ContentImport, Snapshot
from portability.rules.archive_entries import Limits
from portability.rules.records import stored_line
from portability.services.connectors import CONNECTORS
from portability.services.reading import Reader, Reading
from portability.services.snapshots import (
    latest_content,
    lines_of,
    lock_content,
    new_content,
    save_snapshot,
    write_segments,
)
from portability.services.stores import content_store, passing_place
from portability.storage.places import PIECE
from portability.storage.spool import Spool


@dataclass(frozen=True, slots=True)
class ContentReport:
    """What an import did; `kinds` counts all records the account has now.

    `problems`: rows of the source that are bad, and uses that analytics did not take.
    """

    uuid: UUID
    account: str
    connector: str
    status: str
    counts: dict[str, object]
    kinds: dict[str, int]
    records: int
    root: str
    problems: tuple[str, ...]
    events_new: int

    @property
    def is_unchanged(self) -> bool:
        return self.status == ContentImport.Status.UNCHANGED


@dataclass(frozen=True, slots=True)
class _Wish:
    account: Account
    connector: str
    path: Path
    zone: str
    actor: Actor
    now: datetime
    feed: str
    shift: timedelta


def import_content(
    *,
    account: Account,
    connector: str,
    path: Path,
    actor: Actor,
    now: datetime,
    zone: str | None = None,
    limits: Limits | None = None,
    feed: str = "",
    activity_shift: timedelta = timedelta(0),
) -> ContentReport:
    """Read a source into the account's content. Twice the same changes nothing.

    `zone` says how local times are meant; without it, the account's own. Raises BadInput when the source is refused
    whole: unsafe archive, structural fault, or more than one bad row in a hundred. Then nothing of it is kept.
    `feed` names the activity source to which the uses belong (default: the connector); `activity_shift` moves them,
    never the content, so that an old archive can stand in for a live feed.
    """
    if connector not in CONNECTORS:
        raise BadInput(f"connector {connector!r} is unknown; there are: {', '.join(sorted(CONNECTORS))}")
    place, told = zone or account.timezone, feed or connector
    wish = _Wish(account, connector, Path(path), place, actor, now, told, activity_shift)
    if not _is_zone(place):
        raise BadInput(f"zone {place!r} is not in the IANA list; write it like Europe/Berlin")
    try:
        with (
            open_source(wish.path, limits) as source,
            passing_place("import") as folder,
            closing(Spool(folder)) as spool,
        ):
            return _read(wish, source, spool)
    except (RefusedInput, StructuralFault) as problem:
        _refuse(wish, str(problem))
        raise BadInput(f"{wish.path.name}: {problem}") from problem


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def _read(wish: _Wish, source: Source, spool: Spool) -> ContentReport:
    base, store = latest_content(wish.account), content_store(wish.account)
    for line in lines_of(base, store) if base else ():
        order, digest = stored_line(line)
        spool.add(order, digest, line)
    reader = Reader(spool)
    reading = reader.read(CONNECTORS[wish.connector], source, account=wish.account.key, zone=wish.zone)
    if reading.is_too_bad:
        shown = "\n  ".join(reading.shown)
        raise StructuralFault(
            f"{reading.quarantined} of {reading.read} rows are bad; more than 1 % refuses the whole input:\n  {shown}"
        )
    done, snapshot = _keep(wish, source, spool, reader, base)
    events = import_events(
        events=_events(wish, spool),
        source=wish.feed,
        name=source.name,
        sha256=_delivery(wish, source),
        actor=wish.actor,
        now=wish.now,
    )
    return _report(wish, done, snapshot, reading, events)


def _delivery(wish: _Wish, source: Source) -> str:
    """The same export may be the content of two accounts: analytics must take both."""
    return hashlib.sha256(f"{wish.account.uuid}/{wish.connector}/{wish.zone}/{source.sha256}".encode()).hexdigest()


def _keep(
    wish: _Wish, source: Source, spool: Spool, reader: Reader, base: Snapshot | None
) -> tuple[ContentImport, Snapshot | None]:
    """Files first, rows after: a reader of rows never misses a file."""
    store, snapshot, draft, reading = content_store(wish.account), base, None, reader.reading
    done = _row(wish, source, ContentImport.Status.UNCHANGED, reading)
    if reading.mapped:
        for sha256, path in reading.blobs.items():
            store.write_blob(sha256, _pieces(path))
        draft = write_segments(wish.account, spool.lines(), store, spool.folder)
        done.status = ContentImport.Status.ACCEPTED
    if reader.problems.stat().st_size:
        done.problems_path = f"{store.folder}/problems/{done.uuid}.jsonl"
        store.place.write(done.problems_path, _pieces(reader.problems))
    with transaction.atomic():
        lock_content(wish.account)
        if latest_content(wish.account) != base:
            raise BadInput("another import of this account finished meanwhile; run this one again")
        if draft:
            sizes = {sha256: path.stat().st_size for sha256, path in reading.blobs.items()}
            fresh = new_content(wish.account, wish.actor.name, wish.now)
            snapshot = save_snapshot(wish.account, draft, fresh, sizes)
        done.snapshot = snapshot
        done.save()
        _audit(wish, done)
    return done, snapshot


def _refuse(wish: _Wish, reason: str) -> None:
    done = _row(wish, None, ContentImport.Status.REFUSED, Reading())
    done.reason = reason[:1000]
    with transaction.atomic():
        done.save()
        _audit(wish, done)


def _audit(wish: _Wish, done: ContentImport) -> None:
    record(
        f"portability.content.{'refused' if done.status == ContentImport.Status.REFUSED else 'imported'}",
        subject=done.uuid,
        actor=wish.actor,
        at=wish.now,
        account=wish.account,
        connector=wish.connector,
        status=done.status,
        source_sha256=done.source_sha256,
        root=done.snapshot.root if done.snapshot else "",
    )


def _row(wish: _Wish, source: Source | None, status: ContentImport.Status, reading: Reading) -> ContentImport:
    return ContentImport(
        account=wish.account,
        connector=wish.connector,
        zone=wish.zone[:64],
        source_name=wish.path.name[:300],
        source_sha256=source.sha256 if source else "",
        status=status,
        counts=reading.counts(),
        imported_by=wish.actor.name,
        imported_at=wish.now,
    )


def _events(wish: _Wish, spool: Spool) -> Iterator[ActivityEvent]:
    for at, person, module, action, key in spool.uses():
        moment = datetime.fromtimestamp(at / 1000, UTC) + wish.shift
        yield ActivityEvent(
            occurred_at=moment,
            account=wish.account.key,
            user=person,
            module=module,
            action=action,
            event_id=f"{wish.account.key}:{key}",
            source=wish.feed,
        )


def _report(
    wish: _Wish, done: ContentImport, snapshot: Snapshot | None, reading: Reading, events: ImportReport
) -> ContentReport:
    return ContentReport(
        uuid=done.uuid,
        account=wish.account.key,
        connector=wish.connector,
        status=done.status,
        counts=reading.counts(),
        kinds=dict(snapshot.kinds) if snapshot else {},
        records=snapshot.records if snapshot else 0,
        root=snapshot.root if snapshot else "",
        problems=(*reading.shown, *_untold(events)),
        events_new=events.added,
    )


def _untold(events: ImportReport) -> Iterator[str]:
    """What analytics did not take: the content is kept all the same, but its use is not counted."""
    for each in events.files:
        if each in events.refused:
            yield f"activity refused: {each.message}"
        elif each.rejected:
            why = ", ".join(f"{one.field} {one.reason} ({one.count})" for one in each.reasons)
            yield f"activity: {each.rejected} of {each.rows} uses rejected: {why}"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
