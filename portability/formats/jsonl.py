"""How do records lie in JSON lines? Byte for byte as we hold them."""

from portability.formats.contract import Drafts, Made, Unit
from portability.rules.records import Line


class JsonLines:
    """`records/<kind>/<container>/<month>-<part>.jsonl`: the round trip form."""

    def __init__(self, unit: Unit, drafts: Drafts) -> None:
        self._path, self._records = f"records/{unit.stem}.jsonl", 0
        self._stream = drafts.begin()

    def add(self, line: Line) -> None:
        self._stream.write(line.bytes + b"\n")
        self._records += 1

    def close(self) -> list[Made]:
        return [Made(self._path, self._stream, self._records)] if self._records else []
