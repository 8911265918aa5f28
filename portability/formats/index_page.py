"""What does one see first on opening the package?"""

from collections.abc import Iterable
from dataclasses import dataclass

from portability.formats.html_parts import link, page, text


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the package: its path below `data/`, the true name of what it shows, and how many records."""

    path: str
    kind: str
    place: str
    month: str
    records: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of the first page."""

    account: str
    taken_at: str
    in_snapshot: int
    exported: int
    excluded: dict[str, int]
    missing: int
    failed: int
    is_complete: bool
    fingerprint: str


def index_page(facts: Facts, files: Iterable[Listed]) -> bytes:
    """`index.html`: the figures of the receipt and every file by its true name."""
    rows = [
        ("Content as of", facts.taken_at),
        ("Records in the snapshot", str(facts.in_snapshot)),
        ("Records in this package", str(facts.exported)),
        *((f"Left out by the request: {clause}", str(number)) for clause, number in facts.excluded.items()),
        ("Files missing in the source", str(facts.missing)),
        ("Records that could not be written", str(facts.failed)),
        ("Complete", "yes" if facts.is_complete else "no; receipt.json lists what is missing"),
        ("Signing key", facts.fingerprint),
    ]
    table = "".join(f"<tr><th>{text(name)}</th><td>{text(value)}</td></tr>\n" for name, value in rows)
    notes = " ".join(link(name, name) for name in ("README.txt", "request.json", "receipt.json", "verify_receipt.py"))
    return page(
        f"Export of {facts.account}",
        f"<table>\n{table}</table>\n<nav>{notes}</nav>\n<h2>Files</h2>\n{_files(files)}",
    )


def _files(files: Iterable[Listed]) -> str:
    rows = "".join(
        f"<tr><td>{link(each.path, each.path)}</td><td>{text(each.kind)}</td><td>{text(each.place)}</td>"
        f'<td>{text(each.month)}</td><td class="n">{each.records}</td></tr>\n'
        for each in files
    )
    head = '<tr><th>File</th><th>Kind</th><th>Place</th><th>Month</th><th class="n">Records</th></tr>\n'
    return f"<table>\n{head}{rows}</table>" if rows else "<p>No record fits the request.</p>"
