"""How fast does a whole account leave, and is its package checked? (spec: portability, performance)"""

import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.builder import NOW
from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds
from benchmarks.talk import write_talk
from lifecycle.models import Account
from lifecycle.rules.actors import Actor
from portability.api import Export, ExportRequest, Filter, build_export, import_content, request_export
from portability.formats.contract import Directory, Drafts, Unit
from portability.formats.tables import Table, columns_of
from portability.rules.kinds import Kind
from portability.rules.records import Line, from_line
from portability.services.exports.build import package_path
from portability.services.exports.package_check import check_package
from portability.services.stores import files_place

MESSAGES = 30_000
ACTOR = Actor.system("measurement")
BAGIT = Path(sys.executable).with_name("bagit.py")


def account_with_talk(key: str, messages: int, folder: Path) -> Account:
    account = Account.objects.create(key=key, name=key.title(), timezone="Europe/Berlin", created_at=NOW)
    source = write_talk(folder / f"{key}.zip", messages)
    report = import_content(account=account, connector="slack", path=source, actor=ACTOR, now=NOW)
    assert report.kinds["message"] == messages, report
    return account


def measure(scale: float) -> list[Result]:
    messages = max(50, round(MESSAGES * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        account = account_with_talk("exporter", messages, folder)
        first = build(account, 0)
        bag = _unpacked(first, folder / "tree")
        lines = _lines(bag)
        assert sum(each.record.kind is Kind.MESSAGE for each in lines) == messages
        times = rounds(scale)
        return [
            _export(account, bag, messages, times),
            *_verify(first, bag, messages, times),
            _csv(lines, folder, times),
        ]


def build(account: Account, number: int, chunk_records: int | None = None) -> Export:
    """Every request differs, so that each is built anew."""
    wanted = ExportRequest(Filter(from_ms=number))
    at = NOW + timedelta(minutes=number)
    asked = request_export(account=account, request=wanted, actor=ACTOR, now=at, chunk_records=chunk_records)
    done = build_export(now=at, export_uuid=asked.uuid)
    assert done is not None
    assert done.status == "ready", done.reason
    return done


def package_of(export: Export) -> Path:
    path = files_place().local_path(package_path(export))
    assert path is not None
    return path


def _unpacked(export: Export, folder: Path) -> Path:
    with zipfile.ZipFile(package_of(export)) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def _lines(bag: Path) -> list[Line]:
    files = sorted((bag / "data" / "records").rglob("*.jsonl"))
    return [from_line(line) for path in files for line in path.read_bytes().splitlines()]


def _export(account: Account, bag: Path, messages: int, times: int) -> Result:
    def peer(number: int) -> None:
        target = bag.parent.parent / f"peer-{number}.zip"
        subprocess.run(["zip", "-q", "-r", "-6", str(target), bag.name], cwd=bag.parent, check=True)

    pair = in_turns(lambda number: build(account, number + 1), peer, times=times)
    name = f"export {messages:,} messages: JSONL, bag, signed receipt, checked; seconds"
    return Result(name, pair.ours_s, pair.peer_s, "zip -r -6 of the same tree", 0.75, pair.peak_mb)


def _verify(export: Export, bag: Path, messages: int, times: int) -> list[Result]:
    def bagit(_: int) -> None:
        subprocess.run([sys.executable, str(BAGIT), "--validate", "--quiet", str(bag)], check=True)

    def script(_: int) -> None:
        command = [sys.executable, str(bag / "data" / "verify_receipt.py"), str(bag)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def ours(_: int) -> None:
        with package_of(export).open("rb") as stream:
            assert not check_package(stream, export.package_sha256)

    by_script, by_product = in_turns(script, bagit, times=times), in_turns(ours, bagit, times=times)
    name, peer = f"verify {messages:,} messages, records and their root too,", "bagit.py --validate, files alone"
    return [
        Result(f"{name} by the package's own script, seconds", by_script.ours_s, by_script.peer_s, peer, 1.0),
        Result(f"{name} by the product, seconds", by_product.ours_s, by_product.peer_s, peer, 1.0, by_product.peak_mb),
    ]


def _csv(lines: list[Line], folder: Path, times: int) -> Result:
    """The peer writes as many cells without guarding any, nor telling local times or names."""
    said = [line for line in lines if line.record.kind is Kind.MESSAGE]
    width = len(columns_of(Kind.MESSAGE))
    cells = [tuple(str(value) for value in json.loads(line.bytes).values()) for line in said]
    rows = [(*row[:width], *("",) * (width - len(row))) for row in cells]
    names = Directory({}, {}, ZoneInfo("Europe/Berlin"))

    def ours(_: int) -> None:
        table = Table(Unit(Kind.MESSAGE, "c", "2026-01", 1), Drafts(folder), names)
        for line in said:
            table.add(line)
        (made,) = table.close()
        assert made.records == len(said)
        made.content.close()

    def peer(number: int) -> None:
        with (folder / f"bare-{number}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for row in rows:
                writer.writerow(row)

    pair = in_turns(ours, peer, times=times)
    return Result(f"CSV of {len(said):,} messages, seconds", pair.ours_s, pair.peer_s, "bare csv loop", 2.0)
