"""What did the operator declare about a feed: its name, and a map of its columns?"""

from pathlib import Path

import yaml

from analytics.rules.field_map import FieldMap, MapFault, read_map
from lifecycle.api import BadInput


def field_map(name: str) -> FieldMap:
    if not name:
        return FieldMap()
    try:
        return read_map(yaml.safe_load(Path(name).read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, MapFault) as problem:
        raise BadInput(f"The map {name} cannot be used: {problem}.") from problem


def source_name(name: str) -> str:
    if not name.strip() or len(name) > 64 or not name.isprintable():
        raise BadInput("A source is named in 1 to 64 printable characters.")
    return name
