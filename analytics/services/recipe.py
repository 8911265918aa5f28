"""How did the operator ask for a file to be read?"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from django.utils.crypto import salted_hmac

from analytics import queries
from analytics.connectors.files.raw_row import RawRow
from analytics.rules.activity import LIMITS, ActivityEvent, ReadingRules, read_event, read_text
from analytics.rules.field_map import FieldMap
from analytics.rules.reasons import Fault, Reason

DEFAULT_SOURCE = "file"
Judge = Callable[[dict[str, object]], ActivityEvent | Fault]


@dataclass(frozen=True, slots=True)
class Recipe:
    """`source` names the feed of rows that name none.

    `hash_users`: this call asks for a keyed hash instead of each user's id, whatever source the row names; these
    sources stay hashed. `of_hashed`: `source` is so already, which says nothing of the others that rows name.
    `one_off`: the feed ends with this delivery (a single export), so that its later silence says nothing.
    """

    field_map: FieldMap = field(default_factory=FieldMap)
    source: str = DEFAULT_SOURCE
    assume_zone: tzinfo | None = None
    hash_users: bool = False
    of_hashed: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    one_off: bool = False

    @property
    def hides_its_own(self) -> bool:
        """Rows that name no source are hashed."""
        return self.hash_users or self.of_hashed

    def fingerprint(self) -> str:
        """The same bytes under another recipe are another import."""
        written = {
            "map": {name: repr(entry) for name, entry in sorted(self.field_map.entries.items())},
            "unit": self.field_map.unit,
            "source": self.source,
            "zone": str(self.assume_zone),
            "hashed": self.hides_its_own,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }
        return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()

    def judge(self, *, now: datetime, kept_since: datetime | None = None) -> Judge:
        """What reads one row's values by this recipe, users as they are."""
        rules = ReadingRules(now=now, assume_zone=self.assume_zone, unit=self.field_map.unit, kept_since=kept_since)

        return lambda values: read_event(self.field_map.pick(values), rules)

    def as_kept(self, event: ActivityEvent, hashed: frozenset[str]) -> ActivityEvent:
        """Of the sources `hashed` no user is kept in the open, whoever delivers their rows."""
        if not (self.hash_users or (event.source or self.source) in hashed):
            return event
        return replace(event, user=hidden_user(event.account, event.user))

    def may_hold_hashed(self, row: RawRow, hashed: frozenset[str]) -> bool:
        """A row that cannot be read may be of any source."""
        if self.hash_users or not hashed or row.fault:
            return self.hash_users or bool(hashed)
        source = read_text(self.field_map.pick(row.values)["source"], limit=LIMITS["source"])
        return isinstance(source, Reason) or (source or self.source) in hashed


def as_known(recipe: Recipe) -> Recipe:
    """With what earlier deliveries of its source asked for."""
    return replace(recipe, of_hashed=queries.hashes_users(recipe.source))


def hidden_user(account: str, user: str) -> str:
    """The same user of the same account gets the same hash; without the key nobody gets back."""
    text = f"{account}\x1f{user}"
    return salted_hmac("analytics.user", text, algorithm="sha256").hexdigest()[:32]
