"""Is a row of activity acceptable, and if not, which field spoils it and why?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from analytics.rules.moments import Moment, Unit, read_moment
from analytics.rules.reasons import Fault, Reason

FIELDS = (
    "occurred_at",
    "account",
    "user",
    "module",
    "action",
    "quantity",
    "event_id",
    "source",
    "client",
    "integration",
)
REQUIRED = ("occurred_at", "account", "user", "module")
LIMITS = {
    "account": 128,
    "user": 256,
    "module": 64,
    "action": 128,
    "event_id": 256,
    "source": 64,
    "client": 128,
    "integration": 128,
}
LARGEST_QUANTITY = Decimal(1_000_000_000_000)
ONE = Decimal(1)
_MODULE_KEY = re.compile(r"[a-z0-9._-]{1,64}\Z")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?\Z")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
_UNDECODED = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ActivityEvent:
    """Somebody at an account used a module. `occurred_at` is aware; `user` is an opaque id within the account.

    Without `event_id` the event is known by its content and its ordinal among equals of one file.
    """

    occurred_at: datetime
    account: str
    user: str
    module: str
    action: str = ""
    quantity: Decimal = ONE
    event_id: str | None = None
    source: str | None = None
    client: str | None = None
    integration: str | None = None
    epoch_unit: Unit | None = None  # how the time was written, if as a bare number: a file may not mix units


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the operator declared about a file, and the instant of reading.

    Events before `kept_since` can no longer be told from those that were counted: their raw ones are gone.
    """

    now: datetime
    assume_zone: tzinfo | None = None
    unit: Unit | None = None
    kept_since: datetime | None = None


def read_event(values: Mapping[str, object], rules: ReadingRules) -> ActivityEvent | Fault:
    """Judge one mapped row (field name to value, absent or None or "" for nothing). Nothing is coerced silently."""
    moment = _moment(values.get("occurred_at"), rules)
    if isinstance(moment, Fault):
        return moment
    texts: dict[str, str | None] = {}
    for field, limit in LIMITS.items():
        text = read_text(values.get(field), limit=limit)
        if isinstance(text, Reason):
            return Fault(field, text)
        if text is None and field in REQUIRED:
            return Fault(field, Reason.MISSING)
        texts[field] = text
    module = texts["module"] or ""
    if not _MODULE_KEY.match(module):
        return Fault("module", Reason.NOT_A_MODULE_KEY)
    quantity = read_quantity(values.get("quantity"))
    if isinstance(quantity, Reason):
        return Fault("quantity", quantity)
    return ActivityEvent(
        occurred_at=moment.at,
        account=texts["account"] or "",
        user=texts["user"] or "",
        module=module,
        action=texts["action"] or "",
        quantity=quantity,
        event_id=texts["event_id"],
        source=texts["source"],
        client=texts["client"],
        integration=texts["integration"],
        epoch_unit=moment.unit,
    )


def read_text(value: object, *, limit: int) -> str | Reason | None:
    """None for nothing or blanks only; the text itself, never trimmed, otherwise."""
    if value is None:
        return None
    if not isinstance(value, str):
        return Reason.NOT_TEXT
    if not value.isprintable() or "\ufffd" in value:
        if _UNDECODED.search(value):
            return Reason.NOT_UTF8
        if _CONTROL.search(value):
            return Reason.CONTROL
    if len(value) > limit:
        return Reason.TOO_LONG
    return value if value.strip() else None


def read_quantity(value: object) -> Decimal | Reason:
    """A plain decimal number of at most six decimals, 0 … 10¹²; nothing means one."""
    if value is None or value == "":
        return ONE
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return Reason.NOT_A_NUMBER
    text = str(value)
    if not _NUMBER.match(text):
        return Reason.NOT_A_NUMBER
    number = Decimal(text)
    if number < 0:
        return Reason.NEGATIVE
    if number > LARGEST_QUANTITY:
        return Reason.TOO_LARGE
    rounded = number.quantize(Decimal("0.000001"))
    return rounded.normalize() + 0 if rounded == number else Reason.TOO_PRECISE


def _moment(value: object, rules: ReadingRules) -> Moment | Fault:
    if value is None or value == "":
        return Fault("occurred_at", Reason.MISSING)
    found = read_moment(value, now=rules.now, assume_zone=rules.assume_zone, unit=rules.unit)
    if isinstance(found, Reason):
        return Fault("occurred_at", found)
    if rules.kept_since and found.at < rules.kept_since:
        return Fault("occurred_at", Reason.NO_LONGER_KEPT)
    return found
