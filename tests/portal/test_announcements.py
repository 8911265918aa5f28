"""What everybody may read: versions with old and new dates, a feed, a calendar, no names (A7, N72, notices 9)."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from lifecycle.models import Milestone, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import publish_all, publish_plan
from notifications.models import Announcement, Touchpoint
from tests.cast import NOON, acme
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def plan() -> SunsetPlan:
    """Announced; the first notice is still on its way."""
    return announced(acme())


def told(plan: SunsetPlan) -> None:
    Touchpoint.objects.filter(plan=plan, channel="email").update(told_at=NOON, told_dates={})
    publish_plan(plan_id=plan.pk, now=NOON)


def move_off(plan: SunsetPlan, to: date, *, days: int = 1) -> None:
    row = Milestone.objects.get(plan=plan, kind="off")
    row.date, row.revision, row.moved_reason = to, row.revision + 1, "the replacement needs longer"
    row.save()
    publish_all(now=NOON + timedelta(days=days))


def to_stage(plan: SunsetPlan, stage: Stage, *, days: int, paused_from: str = "") -> None:
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=stage, paused_from=paused_from)
    publish_all(now=NOON + timedelta(days=days))


def entries(module: str = "") -> list[ElementTree.Element]:
    path = f"/announcements/{module}/atom.xml" if module else "/announcements/atom.xml"
    return ElementTree.fromstring(Client().get(path).content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def test_nothing_is_public_before_the_first_customer_was_told(plan: SunsetPlan) -> None:
    publish_plan(plan_id=plan.pk, now=NOON)
    waiting = Touchpoint.objects.filter(plan=plan)
    waiting.update(status="cancelled")  # as when the tick comes before anything is planned
    publish_plan(plan_id=plan.pk, now=NOON)
    assert Client().get("/announcements/reports/").status_code == 404
    assert Client().get("/announcements/reports/atom.xml").status_code == 404
    assert Client().get("/announcements/reports/dates.ics").status_code == 404
    assert "Reports" not in Client().get("/announcements/").content.decode()
    told(plan)
    assert "Reports" in Client().get("/announcements/").content.decode()


def test_a_moved_date_stands_beside_the_old_one_in_a_version_of_its_own(plan: SunsetPlan) -> None:
    told(plan)
    move_off(plan, date(2027, 6, 15))
    page = Client().get("/announcements/reports/").content.decode()
    assert "<del>Tue, 1 Jun 2027</del> → <ins>Tue, 15 Jun 2027</ins>" in page
    first, second = entries("reports")
    assert "1 Jun 2027 → Tue, 15 Jun 2027" in (first.findtext(f"{ATOM}summary") or "")
    ids = [each.findtext(f"{ATOM}id") for each in (first, second)]
    assert len(set(ids)) == 2
    assert all(str(each).startswith("tag:") for each in ids)
    publish_all(now=NOON + timedelta(days=9))
    assert Announcement.objects.count() == 2
    known = Client().get("/announcements/reports/status.json").json()["plans"][0]
    assert (known["status"], known["revision"], known["dates"]["off"]) == ("date_changed", 2, "2027-06-15")
    assert known["versions"][0]["before"] == {"off": "2027-06-01"}


def test_it_names_no_customer(plan: SunsetPlan) -> None:
    told(plan)
    for path in ("", "reports/", "atom.xml", "reports/atom.xml", "reports/dates.ics", "reports/status.json"):
        said = Client().get(f"/announcements/{path}").content.decode()
        assert not [name for name in ("Acme", "acme", "it@", "Dora") if name in said]


def test_a_pause_and_a_withdrawal_are_said_and_no_date_is_shown_that_does_not_hold(plan: SunsetPlan) -> None:
    told(plan)
    to_stage(plan, Stage.PAUSED, days=1, paused_from=Stage.ANNOUNCED)
    assert "No date holds at present." in Client().get("/announcements/reports/").content.decode()
    to_stage(plan, Stage.ANNOUNCED, days=2)
    to_stage(plan, Stage.CANCELLED, days=3)
    to_stage(plan, Stage.CANCELLED, days=4)
    kinds = list(Announcement.objects.order_by("n").values_list("kind", flat=True))
    assert kinds == ["announced", "paused", "resumed", "withdrawn"]
    events = Calendar.from_ical(Client().get("/announcements/reports/dates.ics").content.decode()).walk("VEVENT")
    off = next(event for event in events if str(event["uid"]).startswith("off."))
    assert (str(off["status"]), str(off["sequence"])) == ("CANCELLED", "3")


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.ASSESSING, Stage.DECIDED])
def test_the_calendar_shows_no_date_that_nobody_decided_and_no_word_of_our_own(plan: SunsetPlan, stage: Stage) -> None:
    """A7: a plan opened again is assessed anew; until it is announced, what was said last stands."""
    SunsetPlan.objects.filter(pk=plan.pk).update(reason="Acme pays too little", reason_kind="demand")
    told(plan)
    if stage is not Stage.PAUSED:
        to_stage(plan, Stage.ROLLED_BACK, days=1)
    SunsetPlan.objects.filter(pk=plan.pk).update(
        stage=stage, paused_from=Stage.ANNOUNCED if stage is Stage.PAUSED else ""
    )
    move_off(plan, date(2027, 6, 15), days=2)
    content = Client().get("/announcements/reports/dates.ics").content.decode()
    off = next(each for each in Calendar.from_ical(content).walk("VEVENT") if str(each["uid"]).startswith("off."))
    assert off.decoded("dtstart") == date(2027, 6, 1)
    assert str(off["status"]) == ("TENTATIVE" if stage is Stage.PAUSED else "CANCELLED")
    assert str(off["description"]) == "fewer and fewer customers use it.\n1 Jun 2027, 09:00 UTC"
    assert "20270615" not in content


@pytest.mark.parametrize(("language", "word"), [("en", "Announcements"), ("zh-hans", "公告"), ("ru", "Объявления")])
def test_it_reads_in_three_languages(db: None, language: str, word: str) -> None:
    assert word in Client().get(f"/announcements/?lang={language}").content.decode()
