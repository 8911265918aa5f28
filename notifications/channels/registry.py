"""Through which outlet does a channel go, and who reads what its other side tells?

Every folder beside this file is a channel: its `channel.py` offers `CHANNEL`, its `provider_events.py`, where there is
one, `parse`. A new channel needs no edit elsewhere.
"""

from pathlib import Path
from pkgutil import iter_modules, resolve_name

from notifications import channels
from notifications.channels.contract import EventParser, Outlet
from notifications.rules.notice_codes import Channel

_FOLDERS = tuple(each.name for each in iter_modules(channels.__path__) if each.ispkg)
FOUND: dict[str, Outlet] = {name: resolve_name(f"{channels.__name__}.{name}.channel:CHANNEL") for name in _FOLDERS}
# Those that planned contacts go through; the others carry copies.
OUTLETS: dict[Channel, Outlet] = {channel: FOUND[channel.value] for channel in Channel}


def event_parser(channel: str) -> EventParser | None:
    """Read when first asked for: the providers' formats take long to load, and only the web needs them."""
    if channel not in FOUND or not (Path(channels.__path__[0]) / channel / "provider_events.py").exists():
        return None
    parser: EventParser = resolve_name(f"{channels.__name__}.{channel}.provider_events:parse")
    return parser
