"""Does no notice leave without a second person's yes to its words, dates and people (A8, A11, A12)?"""

from datetime import timedelta
from pathlib import Path
from shutil import copytree
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from config.services.mail_sink import MailSink
from lifecycle.api import AuditEvent, Refused
from lifecycle.models import Milestone, SunsetPlan, User
from lifecycle.rules.tiers import Tier
from notifications.api import deliver_due, reconcile
from notifications.models import AudienceMember, Delivery, NoticeApproval, NoticeVariant, SendRun, Touchpoint
from notifications.rules.notice_codes import NoticeCode
from notifications.services.approve_notices import approve_notices, end_approval
from notifications.services.ask_approval import ask_approval
from notifications.services.claim import Claim, claim_ready
from notifications.services.due_letters import read_letters
from notifications.services.figures import FiguresBook
from notifications.services.lint_notices import lint_notices
from notifications.services.mark import tell_somebody_else
from notifications.services.own_words import write_own_words
from notifications.services.plan_book import PlanBook
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.render import _engine, html_source
from notifications.services.samples import named_facts
from notifications.services.send import deliver_claimed
from notifications.services.standing import standing
from notifications.services.stops import stop_of
from notifications.services.variants import _variant
from tests.cast import acme, anna, corner_shop, know, neighbour, olga, paul
from tests.notifications.scenes import START, announced, days_later

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED


def a_bound_plan() -> SunsetPlan:
    plan = announced(acme(), corner_shop())
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    return plan


def approved(plan: SunsetPlan, *codes: NoticeCode) -> None:
    asked = ask_approval(plan=plan, codes=codes or [FIRST, NoticeCode.LAST_CALL], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[each.uuid for each in asked], actor=anna().actor, now=START)


def leaves(plan: SunsetPlan) -> int:
    """Whatever is due in ten days; key accounts hear by mail on the third."""
    return deliver_due(now=days_later(10)).released


def why(plan: SunsetPlan, code: NoticeCode = FIRST) -> list[str]:
    return [each.criterion for each in standing(SunsetPlan.objects.get(pk=plan.pk), code).verdict.blockers]


def test_nothing_leaves_until_a_second_person_said_yes() -> None:
    plan = a_bound_plan()
    assert (leaves(plan), why(plan)) == (0, ["notice_unapproved"])
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    assert (leaves(plan), why(plan)) == (0, ["notice_waits"])
    assert approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=START) == 1
    assert (leaves(plan) > 0, why(plan)) == (True, [])
    run = SendRun.objects.get(notice__code=FIRST, touchpoints__account=acme(), touchpoints__channel="email")
    assert (run.number, run.approval_id, run.canary_size) == (1, asked.pk, 0)
    kept = NoticeVariant.objects.filter(notice__code=FIRST)
    assert kept.count() == 9
    assert "{{module.name}}" in kept.get(tier="key", locale="ru").body_text
    assert AuditEvent.objects.filter(action="notifications.approval.given").count() == 1


def test_whoever_asked_cannot_approve_and_two_logins_are_one_person() -> None:
    """notices case 22"""
    plan = a_bound_plan()
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    twin = User.objects.create_user("paul+x@sunsetter.example", None, name="P", is_staff=True, role="approver")
    for actor in (paul().actor, twin.actor):
        with pytest.raises(Refused, match="one person") as refused:
            approve_notices(plan=plan, requests=[asked.uuid], actor=actor, now=START)
        assert refused.value.is_wrong_person
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeApproval.objects.filter(pk=asked.pk).update(
            approved_by="Paul", approved_identity=asked.requested_identity, approved_at=START
        )


def test_a_comma_a_moved_date_a_key_account_or_growth_void_a_yes() -> None:
    """notices case 22"""
    plan = a_bound_plan()
    approved(plan)
    assert why(plan) == []
    know(plan, "usage_below", 1, account=neighbour(), at=START)
    assert why(plan) == []  # one more is a late join
    neighbour().__class__.objects.filter(key="neighbour").update(tier=Tier.KEY)
    assert why(plan) == ["notice_key_joined"]
    neighbour().__class__.objects.filter(key="neighbour").update(tier=Tier.STANDARD)
    _write(plan, "In short, {{module.name}} ends.")
    assert why(plan) == ["notice_words_changed"]
    assert why(plan, NoticeCode.LAST_CALL) == []
    approved(plan, FIRST)
    _write(plan, "In short {{module.name}} ends.")
    assert why(plan) == ["notice_words_changed"]
    Milestone.objects.filter(plan=plan, kind="off").update(date="2027-06-02")
    assert why(plan, NoticeCode.LAST_CALL) == ["notice_plan_changed"]


def _write(plan: SunsetPlan, text: str) -> None:
    place = {"plan": plan, "code": FIRST, "tier": "", "locale": "en", "part": "intro"}
    write_own_words(**place, text=text, actor=paul().actor, now=START)  # type: ignore[arg-type]  # fields by name


def test_what_was_made_before_a_yes_ended_is_held_and_goes_on_after_the_next() -> None:
    plan = a_bound_plan()
    approved(plan)
    know(plan, "usage_below", 1, account=neighbour(), at=START)
    reconcile(plan_id=plan.pk, now=START)
    leaves(plan)
    assert AudienceMember.objects.filter(account=neighbour(), why="late_join").exists()
    ready = Delivery.objects.filter(touchpoint__notice__code=FIRST).exclude(channel="desk_task")
    ready.update(status="ready", accepted_at=None, not_before=days_later(11))
    valid = NoticeApproval.objects.get(notice__code=FIRST, approved_at__isnull=False)
    end_approval(plan=plan, approval=valid.uuid, actor=olga().actor, reason="a word is wrong", now=START)
    deliver_due(now=days_later(10))
    assert set(ready.values_list("status", "hold_reason")) == {("held", "approval")}
    approved(plan, FIRST)
    deliver_due(now=days_later(11))
    assert not ready.filter(status="held").exists()


def test_the_staff_may_write_no_code_no_date_and_no_offer() -> None:
    """notices cases 21 and 23"""
    plan = a_bound_plan()
    for text, said in (
        ("{{account.key}}", "placeholder"),
        ("{% now %}", "placeholder"),
        ("It ends on 2027-06-01.", "would not move"),
        ("A discount for you", "may not sell"),
    ):
        with pytest.raises(Refused, match=said):
            _write(plan, text)


def test_approval_is_refused_while_the_words_are_not_sound() -> None:
    """notices cases 21 and 23"""
    plan = a_bound_plan()
    assert lint_notices(plan, tuple(NoticeCode), now=START)
    plan.module.name = "Reports \u202egnp"
    plan.module.replacement_url = "https://insights.example/?utm_source=sunset"
    plan.module.save()
    with pytest.raises(Refused) as refused:
        ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    assert {each.criterion for each in refused.value.verdict.blockers} == {"lint_header", "lint_promotion"}
    late = lint_notices(a_bound_plan_again(plan), [NoticeCode.LAST_CALL], now=days_later(400))
    assert "lint_past_date" in {each.criterion for each in late.blockers}


def a_bound_plan_again(plan: SunsetPlan) -> SunsetPlan:
    return SunsetPlan.objects.select_related("module").get(pk=plan.pk)


def test_plans_that_began_before_approvals_go_on_as_they_began() -> None:
    plan = announced(acme())
    assert standing(plan, FIRST).verdict
    assert leaves(plan) > 0
    assert not Touchpoint.objects.filter(run__isnull=False).exists()


def test_a_second_contact_and_a_claimed_letter_wait_once_the_yes_ended() -> None:
    plan = a_bound_plan()
    approved(plan)
    leaves(plan)
    mail = Delivery.objects.filter(touchpoint__notice__code=FIRST, channel="email").select_related(
        "touchpoint__account", "touchpoint__plan", "touchpoint__notice"
    )[0]
    second = mail.account.contacts.create(
        name="Second", email="second@acme.example", email_norm="second@acme.example", role="owner"
    )
    token = uuid4()
    claimed = {"status": "claimed", "lease_token": token, "lease_until": days_later(20), "accepted_at": None}
    Delivery.objects.filter(pk=mail.pk).update(hold_reason="", **claimed)
    (letter,) = read_letters([mail.pk], token, now=START)
    assert not letter.lacks_yes
    valid = NoticeApproval.objects.get(notice__code=FIRST, approved_at__isnull=False)
    end_approval(plan=plan, approval=valid.uuid, actor=olga().actor, reason="a word is wrong", now=START)
    Delivery.objects.filter(pk=mail.pk).update(hold_reason="", **claimed)  # made by a release that was under way
    (letter,) = read_letters([mail.pk], token, now=START)
    why_not = stop_of(letter, is_past=False)
    assert why_not is not None
    assert why_not.hold == "approval"
    tell_somebody_else(mail, now=START)
    assert [(each.status, each.hold_reason) for each in Delivery.objects.filter(contact=second)] == [
        ("held", "approval")
    ]


def _a_claimed_letter(plan: SunsetPlan) -> Claim:
    """Released and claimed, its round under way."""
    approved(plan)
    release_due(now=days_later(10))
    letters = Delivery.objects.filter(touchpoint__notice__code=FIRST, channel="email")
    letters.update(status="ready", hold_reason="", not_before=START)
    (claim,) = claim_ready(now=days_later(20), count=1, lease_for=timedelta(minutes=5))
    return claim


def _holds() -> set[tuple[str, str]]:
    letters = Delivery.objects.filter(touchpoint__notice__code=FIRST, channel="email")
    return set(letters.values_list("status", "hold_reason"))


def test_words_that_change_and_a_yes_that_ends_hold_in_their_own_transaction_what_has_not_left() -> None:
    plan = a_bound_plan()
    _a_claimed_letter(plan)
    _write(plan, "In short, {{module.name}} ends.")
    assert _holds() == {("held", "approval")}
    _a_claimed_letter(plan)
    valid = NoticeApproval.objects.get(notice__code=FIRST, approved_at__isnull=False, ended_at__isnull=True)
    end_approval(plan=plan, approval=valid.uuid, actor=olga().actor, reason="a word is wrong", now=START)
    assert _holds() == {("held", "approval")}


def test_a_running_round_sends_no_date_that_nobody_approved(mail: MailSink) -> None:
    plan = a_bound_plan()
    claim = _a_claimed_letter(plan)
    Milestone.objects.filter(plan=plan, kind="off").update(date="2027-06-02")
    this = Round(now=START, book=PlanBook(FiguresBook(START)), lease_for=timedelta(minutes=5))
    assert (deliver_claimed([claim], this), mail.messages) == (0, [])
    assert _holds() >= {("held", "approval")}


def test_html_that_differs_only_for_readers_whose_use_is_unknown_is_bound_too(
    settings: Settings, tmp_path: Path
) -> None:
    copytree(settings.BASE_DIR / "templates" / "notices", tmp_path / "templates" / "notices")
    body = tmp_path / "templates" / "notices" / FIRST / "standard" / "body.mjml"
    facts = named_facts(FIRST, "en", users=None)
    shas = []
    for more in ("", "{% if not n.figures %}<mj-text>And so on.</mj-text>{% endif %}"):
        settings.BASE_DIR = tmp_path
        body.write_text(body.read_text() + more)
        _engine.cache_clear()
        shas.append(_variant.__wrapped__(FIRST, Tier.STANDARD, "en", ()).sha)
        assert ("And so on" in html_source(facts, Tier.STANDARD, subject="")) is bool(more)
    _engine.cache_clear()
    assert shas[0] != shas[1]
