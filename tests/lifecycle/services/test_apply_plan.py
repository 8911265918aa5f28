"""Does a plan file become the live plan, once, or is it refused by the rule that it breaks? (A8, A12, E1)"""

from datetime import date, timedelta

import pytest

from lifecycle.models import Account, AuditEvent, Evidence, Milestone, Module, SunsetPlan, User
from lifecycle.rules.actors import Actor, Role
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from lifecycle.services.apply_plan import apply_plan
from lifecycle.services.propose_plan import NO_ALLOWANCE, Proposal, propose_plan
from lifecycle.services.refusal import Refused
from tests.lifecycle.plan_files import EARLY, OFF, a_document, plan_text

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def apply(*replacements: tuple[str, str], actor: Actor = SYSTEM, allowance: Allowance = NO_ALLOWANCE) -> Proposal:
    text = plan_text(*replacements)
    document = a_document(*replacements)
    return apply_plan(document=document, text=text, actor=actor, now=EARLY, allowance=allowance)


def a_person(name: str, role: Role = Role.APPROVER) -> Actor:
    return User.objects.create_user(f"{name}@example.com", name=name, role=role, is_staff=True).actor


def criteria(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.criterion for each in refusal.value.verdict.blockers]


def live() -> SunsetPlan:
    return SunsetPlan.objects.get(key="voice-2027")


def the_announced_plan() -> SunsetPlan:
    apply()
    plan = live()
    plan.stage = Stage.ANNOUNCED
    plan.save()
    return plan


def test_a_file_becomes_a_plan_with_dated_promises() -> None:
    proposal = apply()
    plan = live()
    assert proposal.plan == plan
    assert (plan.stage, plan.revision, plan.policy, plan.skipped) == ("draft", 1, "own.core", ["brownout"])
    assert plan.document.startswith("# Retire voice channels")  # comments are kept
    dates = {row.kind: (row.date, row.revision) for row in plan.milestones.all()}
    assert dates["announce"] == (date(2027, 3, 3), 1)
    assert dates["closed_to_new"] == (date(2027, 4, 1), 1)
    assert dates["off"] == (OFF, 1)
    assert dates["observation_end"] == dates["archive"] == (date(2027, 6, 15), 1)
    assert Module.objects.get(key="voice").replacement_name == "Meetings"
    assert AuditEvent.objects.filter(action="lifecycle.plan.applied", plan_key="voice-2027").count() == 1


def test_the_same_file_again_changes_nothing_and_leaves_no_record() -> None:
    apply()
    before = AuditEvent.objects.count(), Evidence.objects.count(), live().revision
    assert apply().changes == ()
    assert (AuditEvent.objects.count(), Evidence.objects.count(), live().revision) == before


def test_what_follows_from_the_file_is_evidence() -> None:
    apply()
    facts = {row.criterion: row.value for row in Evidence.objects.filter(plan=live())}
    assert facts == {"lead_time_kept": True, "wording_complete": True}
    apply(("ru: Голосовые каналы закрываются.", "ru: Ещё раз."))
    Account.objects.create(key="acme", name="Acme", created_at=EARLY).contacts.create(
        email="a@example.com", email_norm="a@example.com", language="ru"
    )
    apply((", ru: Голосовые каналы закрываются.", ""))
    newest = Evidence.objects.filter(plan=live(), criterion="wording_complete").latest("id")
    assert (newest.value, newest.detail) == (False, "missing: ru")


def test_a_moved_end_raises_the_revision_of_every_date_and_says_what_follows() -> None:
    apply()
    proposal = apply(("2027-06-01", "2027-06-11"))
    assert set(live().milestones.values_list("revision", flat=True)) == {2}
    assert live().revision == 2
    assert any("Switched off moves from 2027-06-01 to 2027-06-11, 10 days later" in s for s in proposal.consequences)


def test_a_plan_under_its_floor_is_refused_with_the_rule_and_the_earliest_date() -> None:
    with pytest.raises(Refused, match=r"own.core needs 2 months; the earliest date that passes is 17 Jun 2027") as no:
        apply(("announce: -90d", "announce: -45d"), ("closed_to_new: -2m", "closed_to_new: -40d"))
    assert criteria(no) == ["lead_time"]
    assert not SunsetPlan.objects.exists()


def test_the_longest_contract_binds_and_its_account_is_named() -> None:
    Account.objects.create(key="acme", name="Acme", notice_days=120, created_at=EARLY)
    Account.objects.create(key="corner", name="Corner", notice_days=30, created_at=EARLY)
    with pytest.raises(Refused) as no:
        apply()
    blocker = no.value.verdict.blockers[0]
    assert (blocker.subject, blocker.fact("rule"), blocker.fact("earliest")) == ("acme", "contract", "2027-07-01")


SHORT = (("announce: -90d", "announce: -45d"), ("closed_to_new: -2m", "closed_to_new: -40d"))


def test_two_people_may_break_a_floor_on_record() -> None:
    ann, bob = a_person("ann"), a_person("bob")
    apply(*SHORT, allowance=Allowance("the supplier stops", (ann, bob)))
    assert live().settings["overrides"] == ["own.core: 2027-06-01 instead of 2027-06-17"]
    assert "the supplier stops" in AuditEvent.objects.get(action="lifecycle.plan.applied").body


@pytest.mark.parametrize("who", ["one", "twice", "author", "no right", "system"])
def test_fewer_than_two_entitled_people_may_not(who: str) -> None:
    ann, author = a_person("ann"), a_person("paul", Role.PM)
    other = {"twice": ann, "author": author, "no right": a_person("sue", Role.SUPPORT), "system": SYSTEM}.get(who)
    behind = (ann,) if other is None else (ann, other)
    with pytest.raises(Refused) as no:
        apply(*SHORT, ("switch:", "author: paul@example.com\nswitch:"), allowance=Allowance("hurry", behind))
    assert criteria(no) == ["lead_time", "two_people"]


def test_other_rules_cannot_be_overridden() -> None:
    allowance = Allowance("hurry", (a_person("ann"), a_person("bob")))
    with pytest.raises(Refused) as no:
        apply(("announce: -90d", "announce: -1y"), allowance=allowance)
    assert criteria(no) == ["date_past"]


def test_a_module_has_one_plan_at_a_time() -> None:
    apply()
    with pytest.raises(Refused, match="Module voice already has the active plan voice-2027"):
        apply(("key: voice-2027", "key: voice-again"))
    SunsetPlan.objects.update(stage=Stage.CANCELLED)
    assert apply(("key: voice-2027", "key: voice-again")).plan
    with pytest.raises(Refused) as no:
        apply()
    assert criteria(no) == ["plan_ended"]


def test_a_plan_never_changes_its_module() -> None:
    apply()
    with pytest.raises(Refused) as no:
        apply(("key: voice\n", "key: video\n"))
    assert "other_module" in criteria(no)


def test_people_accounts_and_modules_must_exist() -> None:
    with pytest.raises(Refused) as no:
        apply(
            ("switch:", "author: nobody@example.com\nswitch:"),
            ('meetings"}', 'meetings", module: meet}'),
        )
    assert criteria(no) == ["unknown_person", "unknown_module"]
    with pytest.raises(Refused, match="There is no account acme"):
        apply(("switch:", "tiers: {acme: key}\nswitch:"))
    assert not SunsetPlan.objects.exists()


def test_a_tier_set_in_the_plan_is_set_by_hand_and_on_record() -> None:
    Account.objects.create(key="acme", name="Acme", created_at=EARLY)
    apply(("switch:", "tiers: {acme: key}\nswitch:"))
    assert Account.objects.values_list("tier", "tier_source").get() == ("key", "hand")
    assert AuditEvent.objects.filter(action="lifecycle.tier.set").count() == 1


def test_only_those_who_may_edit_plans_apply_one() -> None:
    with pytest.raises(Refused) as no:
        apply(actor=a_person("sue", Role.SUPPORT))
    assert no.value.is_wrong_person
    assert apply(actor=a_person("paul", Role.PM)).plan


def test_an_announced_date_moves_later_freely_and_is_kept_on_record() -> None:
    the_announced_plan()
    with pytest.raises(Refused) as no:  # the announcement itself has happened
        apply(("2027-06-01", "2027-06-11"))
    assert set(criteria(no)) == {"already_reached"}
    apply(("2027-06-01", "2027-06-11"), ("announce: -90d", "announce: -100d"))
    off = Milestone.objects.get(kind="off")
    assert (off.revision, off.moves.get().old_date) == (2, OFF)


def test_of_an_announced_plan_the_reason_of_a_move_names_no_day_and_sells_nothing() -> None:
    """A11: it stands in the corrections; where nothing moves nobody reads it."""
    the_announced_plan()
    later = (("2027-06-01", "2027-06-11"), ("announce: -90d", "announce: -100d"))
    why = Allowance("the discount ends on May 31, 2027")
    with pytest.raises(Refused) as no:
        apply(*later, allowance=why)
    assert sorted(criteria(no)) == ["reason_dated", "reason_sells"]
    assert not Milestone.objects.filter(plan=live(), revision__gt=1).exists()
    assert apply(("name: Meetings", "name: Meetings and more"), allowance=why).plan


def test_an_announced_date_comes_earlier_only_with_two_people_and_the_full_floor() -> None:
    the_announced_plan()
    sooner = (("2027-06-01", "2027-05-25"), ("announce: -90d", "announce: -83d"))
    with pytest.raises(Refused) as no:
        apply(*sooner)
    assert set(criteria(no)) == {"ratchet"}
    allowance = Allowance("agreed with all", (a_person("ann"), a_person("bob")))
    assert apply(*sooner, allowance=allowance).plan
    hasty = (
        ("2027-06-01", "2027-03-06"),
        ("announce: -90d", "announce: -3d"),
        ("closed_to_new: -2m", "closed_to_new: -2d"),
    )
    with pytest.raises(Refused) as no:
        apply(
            *hasty,
            ("read_only: -30d", "read_only: -1d"),
            ("export_only: -14d", "export_only: -1d"),
            allowance=allowance,
        )
    assert "lead_time" in criteria(no)


def test_a_promise_that_was_announced_cannot_be_left_out() -> None:
    the_announced_plan()
    with pytest.raises(Refused) as no:
        apply(("  export_only: -14d\n", ""), ("skip:\n", "skip:\n  export_only: no need\n"))
    assert criteria(no) == ["already_promised"]


def test_before_the_announcement_a_date_may_go() -> None:
    apply()
    apply(("  export_only: -14d\n", ""), ("skip:\n", "skip:\n  export_only: no need\n"))
    assert not Milestone.objects.filter(kind=MilestoneKind.EXPORT_ONLY).exists()


def test_the_fast_path_opens_on_evidence_only() -> None:
    fast = (*SHORT, ("policy: own.core", "policy: own.core\nfast_path: true"))
    with pytest.raises(Refused):
        apply(*fast)
    apply()
    acme = Account.objects.create(key="acme", name="Acme", created_at=EARLY)
    facts = (("usage_below", acme, 0), ("replacement_ready", None, True))
    for criterion, account, value in facts:
        with pytest.raises(Refused):
            apply(*fast)
        Evidence.objects.create(
            plan=live(), criterion=criterion, account=account, value=value, as_of=EARLY, source="t", recorded_at=EARLY
        )
    assert apply(*fast).plan


def test_a_proposal_writes_nothing() -> None:
    proposal = propose_plan(document=a_document(("announce: -90d", "announce: -9y")), now=EARLY)
    assert not SunsetPlan.objects.exists()
    assert not Module.objects.exists()
    assert not proposal.verdict


def test_an_impossible_calendar_is_a_finding() -> None:
    proposal = propose_plan(document=a_document(("export_only: -14d", "export_only: -9999y")), now=EARLY + timedelta(1))
    assert [each.criterion for each in proposal.verdict.blockers] == ["date_impossible"]
    assert proposal.promises == ()
