"""Can a retirement be weighed and decided on pages, without scripts and with nothing lost (A3–A6, A22)?"""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from console.views import assessment_labels as labels
from lifecycle.api import SunsetPlan, User, assessment_of, changes_of
from lifecycle.models import DecisionRecord, RiskTaken
from lifecycle.rules.assessment_entries import Effect, Group, Kind
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.cost import MONTHLY, ONCE
from lifecycle.rules.dossier import Choice, Figure
from lifecycle.rules.feedback import Severity, Voice
from lifecycle.rules.leave import end_of
from lifecycle.rules.scenarios import Measure
from lifecycle.rules.scorecard import Aspect, Fault, Readiness, Score
from lifecycle.rules.stages import Stage
from lifecycle.rules.stakes import Relevance
from lifecycle.services.assess import write_entry
from tests.cast import NOON, a_plan, acme, anna, dora, know, lena, paul
from tests.lifecycle.rules.test_cost import GIVEN

SOON = datetime.now(UTC).date() + timedelta(days=60)  # noqa: TID251 - the page reads the real clock
COST_FORM = {
    "currency": "EUR",
    "infrastructure": "8000",
    "people": "12000",
    "defects": "2000",
    "running": "4000",
    "direct": "90000",
    "indirect": "30000",
    "reserve": "15",
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]  # a response of the test client


def base(plan: SunsetPlan) -> str:
    return f"/console/plans/{plan.key}/assessment/"


@pytest.fixture
def plan() -> SunsetPlan:
    acme()
    return a_plan(stage=Stage.ASSESSING)


@pytest.mark.django_db
def test_costs_are_written_shown_drawn_and_taken_back(plan: SunsetPlan) -> None:
    client = client_of(paul())
    assert "Not everything is known yet" in words_of(client.get(base(plan)))
    answer = client.post(f"{base(plan)}cost/?scenario=plan", COST_FORM)
    assert (answer.status_code, answer["Location"]) == (302, f"{base(plan)}?scenario=plan#costs")
    page = words_of(client.get(base(plan)))
    for said in ("€138,000", "return after 24 months: 213%", "Return by month", 'data-chart="return-chart"'):
        assert said in page
    table = client.get(f"{base(plan)}?scenario=plan&format=return.csv").content.decode("utf-8-sig")
    assert "8,6000.0" in table
    client.post(f"{base(plan)}undo/{changes_of(plan)[0].uuid}/")
    assert assessment_of(plan).main.costs.people is None
    client.post(f"{base(plan)}cost/", COST_FORM | {"reserve": "10"})
    assert 'name="reserve" value="10"' in words_of(client.get(f"{base(plan)}cost/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reserve": "30"}, "A reserve outside 10 to 15 % needs a reason."),
        ({"currency": ""}, "Say in which currency"),
        ({"people": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_what_does_not_hold_is_said_at_its_field_and_nothing_typed_is_lost(
    plan: SunsetPlan, change: dict[str, str], said: str
) -> None:
    answer = client_of(paul()).post(f"{base(plan)}cost/", COST_FORM | change)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert 'value="12000"' in words_of(answer) or "people" in change
    assert not changes_of(plan)


@pytest.mark.django_db
def test_a_score_without_evidence_is_refused_and_with_it_decides(plan: SunsetPlan) -> None:
    client, path = client_of(paul()), f"{base(plan)}score/?aspect=law"
    assert client.post(path, {"value": "2", "weight": "1"}).status_code == 422
    given = {"value": "2", "weight": "3", "evidence": "Counsel says no.", "as_of": "2027-02-01"}
    assert client.post(path, given).status_code == 302
    page = words_of(client.get(base(plan)))
    assert "blocks the announcement" in page
    assert "Law is scored below 3." in page
    assert 'value="2"' in words_of(client.get(path))


@pytest.mark.django_db
def test_a_success_manager_adds_feedback_and_may_not_score(plan: SunsetPlan) -> None:
    client = client_of(dora())
    said = {"voice": "success", "severity": "critical", "text": "They will leave.", "account": "acme"}
    assert client.post(f"{base(plan)}remark/", said | {"account": "nobody"}).status_code == 422
    assert client.post(f"{base(plan)}remark/", said).status_code == 302
    assert "They will leave." in words_of(client.get(base(plan)))
    refused = client.post(f"{base(plan)}score/?aspect=law", {"value": "", "weight": "1"})
    assert refused.status_code == 403


@pytest.mark.django_db
def test_feedback_comes_from_a_file_and_leaves_as_one_that_can_come_again(plan: SunsetPlan) -> None:
    client = client_of(dora())
    data = b"voice,severity,text\nsales,low,Nobody asks.\nboss,low,x\n"
    answer = client.post(f"{base(plan)}import/", {"file": SimpleUploadedFile("f.csv", data)})
    assert (answer.status_code, "1 remark added." in words_of(answer)) == (200, True)
    assert "'boss' is none of" in words_of(answer)
    back = client.get(f"{base(plan)}?format=remarks.csv").content
    again = client.post(f"{base(plan)}import/", {"file": SimpleUploadedFile("f.csv", back)})
    assert (again.status_code, len(assessment_of(plan).remarks)) == (302, 1)
    wrong = client.post(f"{base(plan)}import/", {"file": SimpleUploadedFile("f.csv", b"nonsense")})
    assert (wrong.status_code, "lacks" in words_of(wrong)) == (422, True)


@pytest.mark.django_db
def test_capabilities_effects_and_scenarios_are_edited_taken_out_and_put_back(plan: SunsetPlan) -> None:
    client = client_of(paul())
    for kind, given in (
        ("capability", {"name": "Search", "coverage": "lacking", "is_essential": "on"}),
        ("effect", {"group": "qa", "text": "Fewer suites", "owner": "Quinn"}),
        ("scenario", {"name": "Later", "readiness": "not_ready", "off_date": "2028-01-01"}),
    ):
        assert client.post(f"{base(plan)}{kind}/", given).status_code == 302
        row = changes_of(plan)[0].row
        path = f"{base(plan)}{kind}/{row}/"
        assert given.get("name", "Fewer suites") in words_of(client.get(path))
        assert client.post(path, {"act": "remove"}).status_code == 302
        assert client.get(path).status_code == 404
        client.post(f"{base(plan)}undo/{changes_of(plan)[0].uuid}/")
        assert client.get(path).status_code == 200
    compared = client.get(f"{base(plan)}compare/?a=plan&b=later")
    assert "“As planned” or “Later”?" in words_of(compared)
    assert client.get(f"{base(plan)}compare/?a=plan&b=later&format=json").json()["first"]["title"] == "As planned"


@pytest.mark.django_db
def test_an_edit_that_somebody_overtook_cannot_be_undone(plan: SunsetPlan) -> None:
    client = client_of(paul())
    search = Capability("Search", Coverage.LACKING)
    first = write_entry(plan=plan, entry=search, actor=paul().actor, now=NOON)
    assert first is not None
    write_entry(plan=plan, entry=Capability("Search", Coverage.PARTLY), actor=paul().actor, now=NOON)
    answer = client.post(f"{base(plan)}undo/{first.uuid}/", follow=True)
    assert "Somebody changed this since" in words_of(answer)


@pytest.mark.django_db
def test_a_risk_is_asked_for_backed_by_two_and_ended_on_the_page(plan: SunsetPlan) -> None:
    SunsetPlan.objects.update(timezone="Europe/Berlin")
    client, path = client_of(paul()), f"{base(plan)}risk/replacement_ready/"
    assert client.post(path, {"reason": "", "ends": "2020-01-01"}).status_code == 422
    for day in ("2020-01-01", "2099-01-01", "9999-12-31"):
        assert client.post(path, {"reason": "The contract ends.", "ends": day}).status_code == 422
    assert client.post(path, {"reason": "The contract ends.", "ends": str(SOON)}).status_code == 302
    assert RiskTaken.objects.get().ends_at == end_of(SOON, "Europe/Berlin")
    act = f"{base(plan)}risk/{RiskTaken.objects.get().uuid}/"
    assert "This needs two people" in words_of(client.post(f"{act}back/", follow=True))
    for person in (anna(), lena()):
        client_of(person).post(f"{act}back/")
    assert "backed by Anna, Lena" in words_of(client.get(base(plan)))
    assert "The risk is no longer taken." in words_of(client.post(f"{act}withdraw/", follow=True))
    assert client.get(f"{base(plan)}risk/audit_ok/").status_code == 404
    assert client.post(f"{act}sell/").status_code == 404


@pytest.mark.django_db
def test_a_decision_keeps_what_lay_on_the_table_and_shows_when_it_is_stale(plan: SunsetPlan) -> None:
    know(plan, "usage_below", 4, account=acme(), at=NOON)
    for entry in (GIVEN, Effect(Group.QA, "Fewer suites")):
        write_entry(plan=plan, entry=entry, actor=paul().actor, now=NOON)
    client, path = client_of(paul()), f"/console/plans/{plan.key}/decision/"
    given = {
        "outcome": "retire",
        "rationale": "It cannot be made safe.",
        "option_keep": "too dear",
        "risks": "One\nTwo",
    }
    assert client.post(path, given).status_code == 302
    page = words_of(client.get(f"{path}1/"))
    for said in ("It cannot be made safe.", "too dear", "Two", "Acme Ltd", "at most 5", "€138,000", "stands"):
        assert said in page
    know(plan, "usage_below", 50, account=acme(), at=NOON.replace(hour=13))
    page = words_of(client.get(f"{path}1/"))
    assert "stale: facts moved beyond its bounds" in page
    assert "now 50" in page
    assert client.get(f"{path}2/").status_code == 404


@pytest.mark.django_db
def test_a_refused_decision_keeps_every_word_and_says_why(plan: SunsetPlan) -> None:
    plan.module.dependants = ["search"]
    plan.module.save()
    client, path = client_of(paul()), f"/console/plans/{plan.key}/decision/"
    answer = client.post(path, {"outcome": "retire", "rationale": "My long grounds.", "option_fix": "14 months"})
    assert answer.status_code == 409
    for said in ("depends on the module: search", "My long grounds.", "14 months"):
        assert said in words_of(answer)
    assert not DecisionRecord.objects.exists()
    name = {"note": "Reads Insights."}
    assert client.post(f"{base(plan)}acknowledgement/?name=search", name).status_code == 302
    assert client.post(path, {"outcome": "postpone", "rationale": "Not yet."}).status_code == 409
    assert client.post(path, {"outcome": "retire", "rationale": "Now."}).status_code == 302


@pytest.mark.django_db
def test_tables_leave_as_files_and_old_decisions_are_shown_as_they_are(plan: SunsetPlan) -> None:
    client = client_of(paul())
    write_entry(plan=plan, entry=Capability("=Search", Coverage.PARTLY), actor=paul().actor, now=NOON)
    law = Score(Aspect.LAW, 3, evidence="x", as_of=NOON.date())
    write_entry(plan=plan, entry=law, actor=paul().actor, now=NOON)
    assert "'=Search,partly" in client.get(f"{base(plan)}?format=capabilities.csv").content.decode()
    assert "law,3,1,x" in client.get(f"{base(plan)}?format=scores.csv").content.decode()
    assert client.get(f"{base(plan)}?format=return.csv")["Content-Type"].startswith("text/html")
    for hours, outcome in ((0, "refuse"), (1, "retire")):
        at = NOON.replace(hour=12 + hours)
        DecisionRecord.objects.create(plan=plan, outcome=outcome, rationale="x", decided_by="Paul", at=at)
    page = words_of(client.get(f"/console/plans/{plan.key}/decision/1/"))
    assert "superseded" in page
    assert "before everything on the table was kept" in page


@pytest.mark.django_db
def test_whoever_may_not_plan_takes_nothing_out_and_puts_nothing_back(plan: SunsetPlan) -> None:
    change = write_entry(plan=plan, entry=Effect(Group.QA, "Fewer suites"), actor=paul().actor, now=NOON)
    assert change is not None
    client = client_of(dora())
    for path, given in ((f"effect/{change.row}/", {"act": "remove"}), (f"undo/{change.uuid}/", {})):
        assert "This needs another person" in words_of(client.post(base(plan) + path, given, follow=True))
    assert len(assessment_of(plan).effects) == 1
    nobody = User.objects.create_user("ned@sunsetter.example", None, name="Ned", is_staff=True)
    file = SimpleUploadedFile("f.csv", b"voice,severity,text\nsales,low,x\n")
    assert client_of(nobody).post(f"{base(plan)}import/", {"file": file}).status_code == 403
    unknown = SimpleUploadedFile("f.csv", b"voice,severity,text,account\nsales,low,x,nobody\n")
    assert "there is no account 'nobody'" in words_of(client.post(f"{base(plan)}import/", {"file": unknown}))


@pytest.mark.django_db
def test_odd_addresses_are_404(plan: SunsetPlan) -> None:
    client = client_of(paul())
    row = "00000000-0000-4000-8000-000000000000"
    for path in (
        "?scenario=nowhere",
        "nonsense/",
        "score/?aspect=taste",
        "acknowledgement/?name=nobody",
        "capability/?scenario=nowhere",
        f"remark/{row}/",
        f"effect/{row}/",
        "compare/?a=nowhere",
    ):
        assert client.get(base(plan) + path).status_code == 404, path


@pytest.mark.parametrize(
    ("listed", "used"),
    [
        (labels.ASPECTS, [each.label for each in Aspect]),
        (labels.READINESS, [each.label for each in Readiness]),
        (labels.COVERAGES, [each.label for each in Coverage]),
        (labels.VOICES, [each.label for each in Voice]),
        (labels.LEVELS, [each.label for each in (*Severity, *Relevance)]),
        (labels.GROUPS, [each.label for each in Group]),
        (labels.CHOICES, [each.value for each in Choice]),
        (labels.AMOUNTS, [*MONTHLY, *ONCE]),
        (labels.KINDS, list(Kind)),
        (labels.FAULTS, list(Fault)),
        (labels.FIGURES, list(Figure)),
        (labels.MEASURES, list(Measure)),
    ],
)
def test_every_word_of_a_rule_is_listed(listed: object, used: list[str]) -> None:
    assert set(listed) == set(used)  # type: ignore[call-overload]  # tuples and tables alike
