"""What does the host product tell a caller: which value, which headers, which refusal? (protocols.md 1 and 2)"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from lifecycle.rules.stages import PUBLIC, Stage, SwitchLevel

NO_STORE = "no-store"
CACHE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Situation:
    """Where one account stands. `sunset_at` None while no end is fixed; `is_user` False for who never used it."""

    module: str
    stage: Stage
    level: SwitchLevel
    is_paused: bool = False
    is_exempt: bool = False
    is_held: bool = False
    is_user: bool = False
    deprecated_at: datetime | None = None
    sunset_at: datetime | None = None
    exempt_until: datetime | None = None
    revision: int = 0
    notice_url: str = ""
    export_url: str = ""
    successor_url: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An RFC 9457 problem; `applies_to` says what is refused: `everything use writes activation`."""

    applies_to: str
    type: str
    title: str
    status: int
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signals:
    """Handed over ready: flag value as OFREP gives it, header values, refusal, and how long to keep all that."""

    stage: str
    value: bool
    variant: str
    reason: str
    headers: Mapping[str, str]
    refusal: Refusal | None
    cache_seconds: int
    revision: int
    is_paused: bool


def signals_for(situation: Situation | None) -> Signals:
    """None: no plan that anybody was told of. What is not announced leaks nowhere."""
    if situation is None or situation.stage not in PUBLIC:
        return Signals("live", True, "live", "STATIC", {}, None, CACHE_SECONDS, 0, False)
    refusal = _refusal(situation)
    is_gone = situation.level is SwitchLevel.OFF
    is_newcomer = situation.level is SwitchLevel.CLOSED_TO_NEW and not situation.is_user
    headers = _headers(situation)
    if is_gone:
        headers["Cache-Control"] = NO_STORE
    return Signals(
        stage=situation.stage.value,
        value=situation.level < SwitchLevel.EXPORT_ONLY and not is_newcomer,
        variant=_variant(situation),
        reason=_reason(situation),
        headers=headers,
        refusal=refusal,
        cache_seconds=0 if is_gone else CACHE_SECONDS,
        revision=situation.revision,
        is_paused=situation.is_paused,
    )


def http_date(at: datetime) -> str:
    """IMF-fixdate, always GMT (RFC 9110); `at` is in UTC."""
    return format_datetime(at.replace(microsecond=0), usegmt=True)


def _variant(situation: Situation) -> str:
    if situation.is_exempt:
        return "exempt"
    if situation.stage is Stage.ROLLED_BACK:
        return "restored"
    return "off" if situation.level is SwitchLevel.OFF else situation.stage.value


def _reason(situation: Situation) -> str:
    if situation.is_exempt or situation.is_held or situation.level is SwitchLevel.CLOSED_TO_NEW:
        return "TARGETING_MATCH"
    return "DISABLED" if situation.level is SwitchLevel.OFF else "STATIC"


def _headers(situation: Situation) -> dict[str, str]:
    """`Deprecation` is a date item (RFC 9745); `Sunset` only once the end is fixed, never before `Deprecation`."""
    headers: dict[str, str] = {}
    deprecated, sunset = situation.deprecated_at, situation.exempt_until or situation.sunset_at
    if deprecated:
        headers["Deprecation"] = f"@{int(deprecated.timestamp())}"
    if sunset and not situation.is_paused and situation.stage is not Stage.ROLLED_BACK:
        headers["Sunset"] = http_date(max(sunset, deprecated) if deprecated else sunset)
    links = [
        f'<{situation.notice_url}>; rel="{rel}"; type="text/html"'
        for rel in ("deprecation", "sunset")
        if situation.notice_url
    ]
    if situation.successor_url:
        links.append(f'<{situation.successor_url}>; rel="successor-version"')
    if links:
        headers["Link"] = ", ".join(links)
    return headers


def _refusal(situation: Situation) -> Refusal | None:
    extra = {"module": situation.module, "stage": situation.stage.value}
    if situation.level is SwitchLevel.OFF:
        gone = {"since": situation.sunset_at.isoformat()} if situation.sunset_at else {}
        extra |= gone | {"successor": situation.successor_url, "archiveUrl": situation.export_url}
        return Refusal("everything", "urn:sunsetter:off", "This module has been retired", 410, extra)
    if situation.sunset_at:
        extra["sunset"] = situation.sunset_at.isoformat()
    extra["exportUrl"] = situation.export_url
    if situation.level is SwitchLevel.EXPORT_ONLY:
        return Refusal("use", "urn:sunsetter:export-only", "Only export is possible", 403, extra)
    if situation.level is SwitchLevel.READ_ONLY:
        return Refusal("writes", "urn:sunsetter:read-only", "Nothing can be changed any more", 403, extra)
    if situation.level is SwitchLevel.CLOSED_TO_NEW:
        return Refusal("activation", "urn:sunsetter:closed-to-new", "This module takes no new use", 403, extra)
    return None
