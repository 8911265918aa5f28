"""Does a request for approval ask first whether letters would arrive, and keep what was doubtful (notices §6)?"""

import json
from collections.abc import Iterator
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.api import Refused
from lifecycle.models import AuditEvent, SunsetPlan
from notifications.api import ask_approval, safeguards, write_own_words
from notifications.rules.notice_codes import NoticeCode
from tests.cast import acme, anna, corner_shop, paul
from tests.notifications.resolver import Resolver
from tests.notifications.scenes import START, announced

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED
LONG_KEY = "v=DKIM1; p=" + "A" * 700


@pytest.fixture
def sender(mail: MailSink, settings: Settings) -> Iterator[dict[str, tuple[str, ...] | None]]:
    """What the world knows of our domain: a key too long for one packet, and a resolver that fails for DMARC."""
    settings.DEFAULT_FROM_EMAIL, settings.DKIM_SELECTORS = "Us <us@mail.x.example>", ("s1",)
    texts: dict[str, tuple[str, ...] | None] = {"mail.x.example": ("v=spf1 mx -all",), "_dmarc.x.example": None}
    texts["s1._domainkey.mail.x.example"] = (LONG_KEY,)
    with Resolver(texts) as resolver:
        settings.DNS_SERVERS = (resolver.server,)
        yield texts


def a_bound_plan() -> SunsetPlan:
    plan = announced(acme(), corner_shop())
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    return plan


def preflight(plan: SunsetPlan, code: int = 0) -> str:
    out, err, ended = StringIO(), StringIO(), 0
    try:
        call_command("notices", plan.key, "preflight", "--json", stdout=out, stderr=err)
    except SystemExit as exit_:
        ended = int(exit_.code or 0)
    assert ended == code, err.getvalue()
    return out.getvalue() + err.getvalue()


def test_what_is_doubtful_is_kept_with_the_request_and_words_that_sell_leave_only_by_a_person_s_answer(
    settings: Settings, sender: dict[str, tuple[str, ...] | None]
) -> None:
    """notices case 23"""
    plan = a_bound_plan()
    checks = {each["check"]: each["measured"] for each in json.loads(preflight(plan))["checks"]}
    assert [checks[name] for name in ("spf", "dkim", "dmarc")] == ["good", "good", "unknown"]
    allow = partial(safeguards.allow_words, plan=plan, code=FIRST, words="free trial", actor=anna().actor, now=START)
    write = partial(write_own_words, plan=plan, code=FIRST, tier="", part="intro", actor=anna().actor, now=START)
    selling = partial(write, locale="en", text="You keep your free trial of Insights.")
    with pytest.raises(Refused, match="may not sell"):
        selling()
    with pytest.raises(Refused, match="on record only"):
        allow(basis="", reason="counsel")
    allow(basis="15 USC 7702(17)", reason="the contract grants it")
    selling()
    (row,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    doubts = {each.criterion for each in safeguards.doubts_of(row).cautions}
    assert {"preflight_dmarc_unknown", "legal_override"} <= doubts
    assert "preflight_dmarc_unknown" in AuditEvent.objects.get(action="notifications.approval.asked").body
    client = Client()
    client.force_login(anna())
    page = client.get(f"/console/plans/{plan.key}/notices/approve/").content.decode()
    for said in ("DMARC record of mail.x.example could not be looked up", "15 USC 7702(17)", "ask counsel"):
        assert said in page
    words = {"words": "Free  trial", "reason": "the trial ended"}
    safeguards.take_back_words(plan=plan, code=FIRST, actor=anna().actor, now=START, **words)
    with pytest.raises(Refused, match="may not sell"):
        selling()
    row.refresh_from_db()
    assert row.ended_at == START
    acts = AuditEvent.objects.filter(action__startswith="notifications.override").order_by("id")
    assert [each.action.rpartition(".")[2] for each in acts] == ["granted", "ended"]


def test_the_spf_record_is_that_of_the_mailboxes_that_letters_leave_from(
    sender: dict[str, tuple[str, ...] | None], settings: Settings
) -> None:
    sender["bounces.x.example"] = ()
    settings.EMAIL_BOUNCE_ADDRESS = "b@Bounces.x.example"
    plan = a_bound_plan()
    assert "bounces.x.example has no SPF record" in preflight(plan)


def test_a_sender_without_spf_and_dkim_is_refused_before_anybody_is_asked(
    sender: dict[str, tuple[str, ...] | None],
) -> None:
    plan = a_bound_plan()
    sender.clear()
    assert "no SPF record" in preflight(plan, code=2)
    with pytest.raises(Refused, match="no DKIM key"):
        ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)


@pytest.mark.usefixtures("mail")
def test_a_resolver_that_is_away_makes_everything_unknown_and_blocks_nothing(settings: Settings) -> None:
    settings.DNS_SERVERS, settings.DKIM_SELECTORS = ("127.0.0.1:1",), ("s1",)
    found = {each.name: each for each in safeguards.preflight(a_bound_plan(), now=START)}
    assert {found[name].measured for name in ("spf", "dkim", "dmarc")} == {"unknown"}
    assert all(each.verdict for each in found.values())
