"""Does a request for approval ask first whether letters would arrive, and keep what was doubtful (notices §6)?"""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.api import Refused
from lifecycle.models import AuditEvent, SunsetPlan
from notifications.api import approve_notices, ask_approval, lint_notices, safeguards, write_own_words
from notifications.models import NoticeApproval
from notifications.rules.notice_codes import NoticeCode
from tests.cast import acme, anna, corner_shop, paul
from tests.notifications.resolver import Resolver
from tests.notifications.scenes import START, announced

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED
LONG_KEY = "v=DKIM1; p=" + "A" * 700


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


def test_the_sender_s_records_are_looked_up_kept_with_the_request_and_refuse_it_where_nothing_holds(
    mail: MailSink, settings: Settings
) -> None:
    plan = a_bound_plan()
    settings.DEFAULT_FROM_EMAIL, settings.DKIM_SELECTORS = "Us <us@mail.x.example>", ("s1",)
    texts: dict[str, tuple[str, ...] | None] = {"mail.x.example": ("v=spf1 mx -all",), "_dmarc.x.example": None}
    texts["s1._domainkey.mail.x.example"] = (LONG_KEY,)  # too long for one packet
    with Resolver(texts) as resolver:
        settings.DNS_SERVERS = (resolver.server,)
        checks = {each["check"]: each for each in json.loads(preflight(plan))["checks"]}
        assert {name: checks[name]["measured"] for name in ("spf", "dkim", "dmarc")} == {
            "spf": "good",
            "dkim": "good",
            "dmarc": "unknown",
        }
        ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
        del texts["mail.x.example"], texts["s1._domainkey.mail.x.example"]
        assert "no SPF record" in preflight(plan, code=2)
        with pytest.raises(Refused, match="no DKIM key"):
            ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    (row,) = NoticeApproval.objects.all()
    assert {each.criterion for each in safeguards.doubts_of(row).cautions} >= {"preflight_dmarc_unknown"}
    assert "preflight_dmarc_unknown" in AuditEvent.objects.get(action="notifications.approval.asked").body
    client = Client()
    client.force_login(anna())
    page = client.get(f"/console/plans/{plan.key}/notices/approve/").content.decode()
    assert "DMARC record of mail.x.example could not be looked up" in page
    assert "ask counsel" in page


def test_a_resolver_that_is_away_makes_everything_unknown_and_blocks_nothing(
    mail: MailSink, settings: Settings
) -> None:
    plan = a_bound_plan()
    settings.DNS_SERVERS, settings.DKIM_SELECTORS = ("127.0.0.1:1",), ("s1",)
    found = {each.name: each for each in safeguards.preflight(plan, now=START)}
    assert {found[name].measured for name in ("spf", "dkim", "dmarc")} == {"unknown"}
    assert all(each.verdict for each in found.values())


def test_words_that_sell_leave_only_by_a_named_person_s_answer_and_go_with_it() -> None:
    """notices case 23"""
    plan, words = a_bound_plan(), {"words": "free trial", "code": FIRST}
    said = {"tier": "", "locale": "en", "part": "intro", "text": "You keep your free trial of Insights."}
    given = {"plan": plan, "actor": anna().actor, "now": START}
    with pytest.raises(Refused, match="may not sell"):
        write_own_words(code=FIRST, **said, **given)
    with pytest.raises(Refused, match="on record only"):
        safeguards.allow_words(basis="", reason="counsel", **words, **given)
    safeguards.allow_words(basis="15 USC 7702(17)", reason="the contract grants it", **words, **given)
    write_own_words(code=FIRST, **said, **given)
    verdict = lint_notices(plan, [FIRST], now=START)
    assert [each.criterion for each in verdict.cautions] == ["legal_override"]
    (row,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[row.uuid], actor=anna().actor, now=START)
    assert "7702" in str(row.preflight)
    safeguards.take_back_words(reason="the trial ended", **words, **given)
    assert not lint_notices(plan, [FIRST], now=START)
    row.refresh_from_db()
    assert row.ended_at == START
    acts = set(AuditEvent.objects.filter(action__startswith="notifications.override").values_list("action", flat=True))
    assert acts == {"notifications.override.granted", "notifications.override.ended"}
