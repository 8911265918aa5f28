"""Where do the rows go that could not be taken in?"""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lifecycle.rules.csv_rows import Fault


def keep_rejects(rejects: Iterable[tuple[str, Fault]], *, now: datetime) -> str:
    """Write `<state>/rejects/<import>.jsonl` under a temporary name, then rename. Returns its path."""
    folder = Path(settings.STATE_DIR) / "rejects"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"directory-{now:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}.jsonl"
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as out:
        for file, fault in rejects:
            line = {"file": file, "line": fault.line, "field": fault.field, "reason": fault.reason, "raw": fault.raw}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    unfinished.replace(path)
    return str(path)
