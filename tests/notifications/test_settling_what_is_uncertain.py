"""Who says what became of a message that nobody can be sure of, and what follows (N85, reliability section 3)?"""

import pytest

from lifecycle.api import AuditEvent, Refused
from lifecycle.models import SunsetPlan
from lifecycle.rules.actors import Actor, ActorKind, Role
from notifications.api import close_desk_task, settle_uncertain, uncertain_deliveries
from notifications.models import Delivery, DeskTask, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TaskKind, TaskOutcome
from notifications.services.release import release_due
from notifications.services.settle import settle_ambiguous
from tests.cast import corner_shop, olga
from tests.lifecycle.commands.answers import run
from tests.notifications.scenes import announced, days_later

pytestmark = pytest.mark.django_db
LATER = days_later(7)
MAY_SETTLE = {Role.PM, Role.CSM_LEAD, Role.CSM, Role.OPERATOR}


@pytest.fixture
def plan() -> SunsetPlan:
    """The corner shop's announcement left, or not: the connection broke after the text."""
    plan = announced(corner_shop())
    release_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    mail = Delivery.objects.filter(channel="email").earliest("id")
    mail.body_sha, mail.touchpoint.told_at, mail.touchpoint.told_dates = "rendered", LATER, {"off": "2027-06-01"}
    mail.touchpoint.save()
    settle_ambiguous(mail, now=LATER)
    return plan


def doubtful() -> Delivery:
    return Delivery.objects.filter(channel="email").earliest("id")


@pytest.mark.parametrize("role", sorted(Role))
def test_only_a_named_person_with_the_right_settles_it(plan: SunsetPlan, role: Role) -> None:
    for actor in (Actor(ActorKind.PERSON, "Sam", "sam", role), Actor.system("script")):
        if actor.kind is ActorKind.PERSON and role in MAY_SETTLE:
            continue
        with pytest.raises(Refused) as refusal:
            settle_uncertain(delivery_id=doubtful().pk, arrived=True, actor=actor, note="they have it", now=LATER)
        assert refusal.value.is_wrong_person
    assert doubtful().status == DeliveryStatus.UNCERTAIN
    if role in MAY_SETTLE:
        sam = Actor(ActorKind.PERSON, "Sam", "sam", role)
        settle_uncertain(delivery_id=doubtful().pk, arrived=True, actor=sam, note="they have it", now=LATER)
        assert doubtful().status == DeliveryStatus.ACCEPTED


def test_a_note_is_needed_and_what_is_settled_stays_so(plan: SunsetPlan) -> None:
    assert [each.pk for each in uncertain_deliveries(plan)] == [doubtful().pk]
    with pytest.raises(Refused, match="say what you found"):
        settle_uncertain(delivery_id=doubtful().pk, arrived=True, actor=olga().actor, note=" ", now=LATER)
    settle_uncertain(delivery_id=doubtful().pk, arrived=False, actor=olga().actor, note="not in their log", now=LATER)
    assert DeskTask.objects.get(kind=TaskKind.REVIEW_UNCERTAIN).closed_by == "Olga"
    assert AuditEvent.objects.get(action="notifications.delivery.settled").actor == "Olga"
    with pytest.raises(Refused, match="not in doubt any more"):
        settle_uncertain(delivery_id=doubtful().pk, arrived=True, actor=olga().actor, note="it did", now=LATER)
    assert not uncertain_deliveries()


def test_its_task_is_closed_by_the_answer_alone(plan: SunsetPlan) -> None:
    task = DeskTask.objects.get(kind=TaskKind.REVIEW_UNCERTAIN)
    with pytest.raises(Refused, match="first say whether the message arrived"):
        close_desk_task(
            task_id=task.pk, outcome=TaskOutcome.REVIEWED, person="", note="done", actor=olga().actor, now=LATER
        )


@pytest.mark.parametrize("outcome", [TaskOutcome.REVIEWED, TaskOutcome.REACHED])
def test_an_operator_closes_what_was_looked_up_but_speaks_for_nobody(plan: SunsetPlan, outcome: TaskOutcome) -> None:
    task = DeskTask.objects.get()
    DeskTask.objects.filter(pk=task.pk).update(kind=TaskKind.FIND_CONTACT, source="elsewhere")
    if outcome is TaskOutcome.REACHED:
        with pytest.raises(Refused) as refusal:
            close_desk_task(task_id=task.pk, outcome=outcome, person="Ann", note="spoke", actor=olga().actor, now=LATER)
        assert refusal.value.is_wrong_person
    else:
        close_desk_task(task_id=task.pk, outcome=outcome, person="", note="added", actor=olga().actor, now=LATER)
        assert DeskTask.objects.get().status == DeskTask.Status.CLOSED


def test_the_command_settles_by_the_number_that_it_lists(plan: SunsetPlan) -> None:
    (row,) = run("notices", plan.key, "uncertain", "--json").data
    settle = ("notices", plan.key, "settle", str(row["id"]), "--as", olga().email)
    assert run(*settle).code == 1, "arrived, or again?"
    assert run(*settle, "--again").code == 2, "it takes a note"
    assert run("notices", plan.key, "settle", "0", "--arrived").code == 1
    done = run(*settle, "--again", "--note", "not in their log", "--json")
    assert (done.code, done.data["status"]) == (0, "failed")
    assert run("notices", plan.key, "uncertain").code == 3
