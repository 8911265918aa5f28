"""How did the operator ask for a file to be read?"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from django.utils.crypto import salted_hmac

from analytics.rules.activity import ActivityEvent, ReadingRules, read_event
from analytics.rules.field_map import FieldMap
from analytics.rules.reasons import Fault

DEFAULT_SOURCE = "file"
Judge = Callable[[dict[str, object]], ActivityEvent | Fault]


@dataclass(frozen=True, slots=True)
class Recipe:
    """`source` names the feed of rows that name none; `hash_users` keeps a keyed hash instead of the user's id.

    `one_off`: the feed ends with this delivery (a single export), so that its later silence says nothing.
    """

    field_map: FieldMap = field(default_factory=FieldMap)
    source: str = DEFAULT_SOURCE
    assume_zone: tzinfo | None = None
    hash_users: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    one_off: bool = False

    def fingerprint(self) -> str:
        """The same bytes under another recipe are another import."""
        written = {
            "map": {name: repr(entry) for name, entry in sorted(self.field_map.entries.items())},
            "unit": self.field_map.unit,
            "source": self.source,
            "zone": str(self.assume_zone),
            "hashed": self.hash_users,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }
        return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()

    def judge(self, *, now: datetime, kept_since: datetime | None = None) -> Judge:
        """What reads one row's values by this recipe."""
        rules = ReadingRules(now=now, assume_zone=self.assume_zone, unit=self.field_map.unit, kept_since=kept_since)

        def plain(values: dict[str, object]) -> ActivityEvent | Fault:
            return read_event(self.field_map.pick(values), rules)

        def hashed(values: dict[str, object]) -> ActivityEvent | Fault:
            found = plain(values)
            return found if isinstance(found, Fault) else hide_user(found)

        return hashed if self.hash_users else plain


def hide_user(event: ActivityEvent) -> ActivityEvent:
    """The same user of the same account gets the same hash; without the key nobody gets back."""
    return replace(event, user=hidden_user(event.account, event.user))


def hidden_user(account: str, user: str) -> str:
    text = f"{account}\x1f{user}"
    return salted_hmac("analytics.user", text, algorithm="sha256").hexdigest()[:32]
