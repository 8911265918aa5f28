"""Does `plan report` write what came of a real plan, from what is on record (A21, E9)?"""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from lifecycle.api import Refused, report_of
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, corner_shop, know
from tests.lifecycle.commands.answers import run

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_page_and_its_values_are_written_side_by_side(tmp_path: Path) -> None:
    plan = a_plan(stage=Stage.ARCHIVED)
    for day, count in ((0, 3), (1, 1), (3, 0)):
        know(plan, "usage_below", count, account=acme(), at=NOON + day * DAY)
    know(plan, "usage_below", 2, account=corner_shop(), at=NOON)
    know(plan, "usage_below", None, account=corner_shop(), at=NOON + DAY)
    know(plan, "export_settled", True, account=acme(), at=NOON)
    done = run("plan", "report", plan.key, "--out", str(tmp_path / "new"), "--lesson", "Call earlier.", "--json")
    assert (done.code, done.data["accounts"]) == (0, 2)
    page = Path(done.data["files"]["html"]).read_text(encoding="utf-8")
    values = json.loads(Path(done.data["files"]["json"]).read_text(encoding="utf-8"))
    assert "Call earlier." in page
    assert values["use"] == [["2027-03-01", 5], ["2027-03-02", None], ["2027-03-04", None]]
    exports = next(each for each in values["figures"] if each["source"] == "G7")
    assert exports["value"] == "1 of 2"


def test_a_day_shows_the_last_figure_of_each_account_where_the_plan_is_at_home() -> None:
    plan = a_plan(stage=Stage.ARCHIVED)
    plan.timezone = "Asia/Shanghai"
    for hours, count in ((0, 9), (1, 4), (6, None), (30, 2)):  # from 20:00 at home
        know(plan, "usage_below", count, account=acme(), at=NOON + timedelta(hours=hours))
    know(plan, "usage_below", 5, account=corner_shop(), at=NOON - DAY)
    days = [(day.isoformat(), count) for day, count in report_of(plan=plan, now=NOON).use]
    assert days == [("2027-02-28", 5), ("2027-03-01", 9), ("2027-03-02", None), ("2027-03-03", 7)]


@pytest.mark.parametrize("stage", list(Stage))
def test_it_begins_with_the_switch_off(stage: Stage) -> None:
    plan = a_plan(dated=False)
    plan.stage = stage
    if stage in {Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED, Stage.CLOSED, Stage.CANCELLED, Stage.ROLLED_BACK}:
        assert report_of(plan=plan, now=NOON).stage == stage
    else:
        with pytest.raises(Refused, match="nothing to report yet"):
            report_of(plan=plan, now=NOON)


def test_it_needs_a_plan_and_a_folder_that_can_be_written(tmp_path: Path) -> None:
    plan = a_plan(stage=Stage.OFF)
    (tmp_path / "file").write_text("in the way")
    assert run("plan", "report", a_plan(module="other").key, "--out", str(tmp_path)).code == 2
    assert run("plan", "report", plan.key).code == 1
    assert run("plan", "report", "nothing", "--out", str(tmp_path)).code == 1
    assert run("plan", "report", plan.key, "--out", str(tmp_path / "file")).code == 1
