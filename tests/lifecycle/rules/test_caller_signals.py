"""Is the host product handed the right value, headers and refusal at every stage? (protocols.md 1 and 2)"""

from datetime import UTC, datetime, timedelta

import http_sf
import pytest

from lifecycle.rules.caller_signals import Signals, Situation, signals_for
from lifecycle.rules.effective_stage import NEW_ACCOUNT, PlanPosition, effective_level
from lifecycle.rules.stages import PUBLIC, Stage, SwitchLevel

CLOSED_TO_NEW = datetime(2027, 6, 1, 8, tzinfo=UTC)
OFF = datetime(2027, 10, 15, 22, tzinfo=UTC)


def at(stage: Stage, **more: object) -> Signals:
    level = effective_level(
        PlanPosition(stage, paused_from=Stage.READ_ONLY if stage == "paused" else None), NEW_ACCOUNT, now=OFF
    )
    given: dict[str, object] = {
        "module": "reports",
        "stage": stage,
        "level": level,
        "deprecated_at": CLOSED_TO_NEW,
        "sunset_at": OFF,
        "notice_url": "https://s.example/portal/",
        "export_url": "https://s.example/portal/",
        "successor_url": "https://insights.example/",
        "revision": 3,
    }
    return signals_for(Situation(**given | more))  # type: ignore[arg-type]  # by keyword


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in PUBLIC])
def test_what_is_not_announced_leaks_nowhere(stage: Stage) -> None:
    assert at(stage) == signals_for(None) == Signals("live", True, "live", "STATIC", {}, None, 60, 0, False)


@pytest.mark.parametrize(
    ("stage", "value", "variant", "reason", "refusal"),
    [
        (Stage.ANNOUNCED, True, "announced", "STATIC", None),
        (Stage.CLOSED_TO_NEW, False, "closed_to_new", "TARGETING_MATCH", (403, "activation")),
        (Stage.READ_ONLY, True, "read_only", "STATIC", (403, "writes")),
        (Stage.EXPORT_ONLY, False, "export_only", "STATIC", (403, "use")),
        (Stage.OFF, False, "off", "DISABLED", (410, "everything")),
        (Stage.OBSERVING, False, "off", "DISABLED", (410, "everything")),
        (Stage.ARCHIVED, False, "off", "DISABLED", (410, "everything")),
        (Stage.CLOSED, False, "off", "DISABLED", (410, "everything")),
        (Stage.ROLLED_BACK, True, "restored", "STATIC", None),
    ],
)
def test_each_stage_has_its_value_and_its_refusal(
    stage: Stage, value: bool, variant: str, reason: str, refusal: tuple[int, str] | None
) -> None:
    found = at(stage)
    assert (found.value, found.variant, found.reason, found.revision) == (value, variant, reason, 3)
    assert ((found.refusal.status, found.refusal.applies_to) if found.refusal else None) == refusal


def test_who_uses_the_module_already_may_go_on_when_it_is_closed_to_new_use() -> None:
    assert at(Stage.CLOSED_TO_NEW, is_user=True).value


def test_the_deprecation_header_is_a_date_item_for_other_readers_too() -> None:
    """RFC 9745: `@` and seconds; not `true`, not an HTTP date."""
    header = at(Stage.ANNOUNCED).headers["Deprecation"]
    assert header == "@1811836800"
    parsed = http_sf.parse(header.encode(), tltype="item")
    assert isinstance(parsed, tuple)
    assert isinstance(parsed[0], datetime)
    assert parsed[0].astimezone(UTC) == CLOSED_TO_NEW


def test_the_sunset_header_is_an_imf_fixdate() -> None:
    """RFC 8594 with the right day of the week."""
    assert at(Stage.ANNOUNCED).headers["Sunset"] == "Fri, 15 Oct 2027 22:00:00 GMT"
    assert "Sunset" not in at(Stage.ANNOUNCED, sunset_at=None).headers


def test_sunset_never_stands_before_deprecation() -> None:
    early = CLOSED_TO_NEW - timedelta(days=1)
    assert at(Stage.ANNOUNCED, sunset_at=early).headers["Sunset"] == "Tue, 01 Jun 2027 08:00:00 GMT"


def test_a_pause_and_a_rollback_drop_the_sunset_and_keep_the_rest() -> None:
    for found in (at(Stage.READ_ONLY, is_paused=True), at(Stage.ROLLED_BACK)):
        assert "Sunset" not in found.headers
        assert "Deprecation" in found.headers


def test_an_exempt_account_has_its_own_end() -> None:
    end = OFF + timedelta(days=30)
    found = at(Stage.ANNOUNCED, is_exempt=True, exempt_until=end)
    assert (found.value, found.variant, found.reason) == (True, "exempt", "TARGETING_MATCH")
    assert found.headers["Sunset"] == "Sun, 14 Nov 2027 22:00:00 GMT"


def test_an_account_that_is_held_back_was_meant_by_name() -> None:
    assert at(Stage.READ_ONLY, is_held=True).reason == "TARGETING_MATCH"


def test_links_lead_to_the_notice_and_the_successor() -> None:
    assert at(Stage.ANNOUNCED).headers["Link"] == (
        '<https://s.example/portal/>; rel="deprecation"; type="text/html", '
        '<https://s.example/portal/>; rel="sunset"; type="text/html", '
        '<https://insights.example/>; rel="successor-version"'
    )
    bare = at(Stage.ANNOUNCED, notice_url="", successor_url="", deprecated_at=None)
    assert set(bare.headers) == {"Sunset"}


def test_a_tombstone_is_never_kept() -> None:
    found = at(Stage.OFF)
    assert (found.cache_seconds, found.headers["Cache-Control"]) == (0, "no-store")
    assert found.refusal is not None
    assert found.refusal.extra["since"] == "2027-10-15T22:00:00+00:00"
    assert at(Stage.OFF, sunset_at=None).refusal is not None


def test_a_refusal_before_the_end_says_when_the_end_is() -> None:
    refusal = at(Stage.READ_ONLY, level=SwitchLevel.READ_ONLY).refusal
    assert refusal is not None
    assert refusal.extra["sunset"] == "2027-10-15T22:00:00+00:00"
    undated = at(Stage.READ_ONLY, sunset_at=None).refusal
    assert undated is not None
    assert "sunset" not in undated.extra
