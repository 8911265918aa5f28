"""A3: the frames have the columns and types that the page for notebooks promises, and its example runs."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from analytics import api
from analytics.api import ActivityEvent, import_events, push_evidence
from lifecycle.api import record
from lifecycle.models import Module
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from tests.analytics.feeds import FEED
from tests.cast import a_module, a_plan, acme, corner_shop

if TYPE_CHECKING:
    from pandas import DataFrame

pytestmark = pytest.mark.django_db

PAGE = (Path(settings.BASE_DIR) / "docs" / "usage_frames.md").read_text(encoding="utf-8")
FRAMES = ("usage_frame", "daily_frame", "source_days_frame", "co_use_frame", "callers_frame", "burn_down_frame")


@pytest.fixture
def now() -> datetime:
    """A module in use that is being retired, and its replacement."""
    now = datetime.now(UTC)  # noqa: TID251 - the example on the page reads the real clock
    acme(), corner_shop()
    module = a_module()
    module.replacement_module = Module.objects.create(key="insights", name="Insights")
    module.save()
    noon = now.replace(hour=12, minute=0) - timedelta(days=1)
    events = [
        ActivityEvent(noon - timedelta(days=back), account, "u1", key, client="ios/4")
        for back in range(60)
        for account, key in (("acme", "reports"), ("acme", "insights"), ("corner-shop", "reports"))
    ]
    import_events(events=events, source="app", name="app", sha256="8" * 64, actor=FEED, now=now)
    plan = a_plan(stage=Stage.ANNOUNCED, switch_off_date=now.date() + timedelta(days=90))
    at = now - timedelta(days=3)
    record("lifecycle.plan.advanced", subject="p", actor=Actor.system("t"), at=at, plan_key=plan.key, to="announced")
    push_evidence(plan_id=plan.pk, now=now)
    return now


def _read(name: str, now: datetime) -> "DataFrame":
    if name == "burn_down_frame":
        return api.burn_down_frame(module_key="reports")
    reader = getattr(api, name)
    found: DataFrame = reader(module_key="reports", now=now)
    return found


def _documented(name: str) -> dict[str, str]:
    rows = re.findall(rf"^\| `{name}` \| ((?:`\w+` ?)+) \| `([^`]+)` \|", PAGE, re.MULTILINE)
    return {column: dtype for columns, dtype in rows for column in re.findall(r"\w+", columns)}


def test_every_frame_has_the_documented_columns_and_types(now: datetime) -> None:
    for name in FRAMES:
        found = _read(name, now)
        assert len(found) > 0, name
        assert {column: str(dtype) for column, dtype in found.dtypes.items()} == _documented(name), name


def test_the_example_on_the_page_runs(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "docs/usage_frames.md", "exec"), {})  # noqa: S102 - the page's own example
    told = capsys.readouterr().out
    assert "acme" in told
    assert "0 days without a whole delivery" in told
    assert "1 of 2 users moved" in told
