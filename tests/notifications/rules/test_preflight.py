"""Would letters arrive: what do the sender's records, the quotas and the hours say (notices §6, §8)?"""

from datetime import date

import pytest

from notifications.rules.legal_basis import legal_basis
from notifications.rules.preflight import call_checks, quota_checks, sender_checks
from notifications.rules.sender_records import SenderRecords, dkim_standing, dmarc_standing, spf_standing
from notifications.rules.workload import CallsOfWeek, MailsOfDay

GOOD_SPF, GOOD_DKIM, GOOD_DMARC = ("v=spf1 include:_spf.x -all",), ("v=DKIM1; k=rsa; p=MIG",), ("v=DMARC1; p=none",)
DAY = date(2027, 3, 18)


@pytest.mark.parametrize(
    ("texts", "standing"),
    [
        (GOOD_SPF, "good"),
        (("V=SPF1 mx ~all", "google-site-verification=x"), "good"),
        (None, "unknown"),
        ((), "absent"),
        (("v=spf10 -all",), "absent"),
        ((*GOOD_SPF, "v=spf1 mx -all"), "several"),
        (("v=spf1 mx +all",), "open"),
        (("v=spf1 " + " ".join(f"include:{n}.x" for n in range(11)) + " -all",), "too_many"),
    ],
)
def test_an_spf_record_is_read_as_receivers_read_it(texts: tuple[str, ...] | None, standing: str) -> None:
    assert spf_standing(texts) == standing


def test_one_selector_with_a_key_is_enough_and_an_empty_key_is_revoked() -> None:
    assert dkim_standing({}) == "unnamed"
    assert dkim_standing({"a": (), "b": GOOD_DKIM}) == "good"
    assert dkim_standing({"a": (), "b": None}) == "unknown"
    assert dkim_standing({"a": ("v=DKIM1; p=",)}) == "revoked"
    assert dkim_standing({"a": ("hello",)}) == "absent"


def test_the_nearest_domain_with_a_dmarc_policy_speaks() -> None:
    assert dmarc_standing([(), GOOD_DMARC]) == "good"
    assert dmarc_standing([None, GOOD_DMARC]) == "unknown"
    assert dmarc_standing([(*GOOD_DMARC, *GOOD_DMARC)]) == "several"
    assert dmarc_standing([("v=DMARC1; rua=mailto:x@y",)]) == "weak"
    assert dmarc_standing([(), ("v=spf1 -all",)]) == "absent"


@pytest.mark.parametrize(
    ("spf", "dkim", "dmarc", "mails", "levels"),
    [
        (GOOD_SPF, GOOD_DKIM, GOOD_DMARC, 9_000, "safe safe safe"),
        (None, None, None, 9_000, "caution caution caution"),  # unknown is a warning, and no fault
        ((), GOOD_DKIM, (), 100, "caution safe caution"),
        ((), GOOD_DKIM, (), 5_000, "blocked safe blocked"),  # big mailbox providers refuse such a bulk sender
        ((), (), GOOD_DMARC, 1, "blocked blocked safe"),  # nothing tells our mail from forged mail
    ],
)
def test_what_is_missing_warns_and_blocks_who_writes_to_very_many(
    spf: tuple[str, ...] | None,
    dkim: tuple[str, ...] | None,
    dmarc: tuple[str, ...] | None,
    mails: int,
    levels: str,
) -> None:
    records = SenderRecords("x.example", spf, {"s1": dkim}, [dmarc])
    assert " ".join(each.verdict.level for each in sender_checks(records, most_mails=mails)) == levels


@pytest.mark.parametrize(
    ("envelope", "dkim", "levels"),
    [
        ("bounces.x.example", GOOD_DKIM, "safe safe safe"),
        ("y.example", GOOD_DKIM, "caution safe safe"),
        ("y.example", (), "caution blocked safe"),  # nothing tells the sender's mail from forged mail
        ("other.x.example", (), "safe caution safe"),
    ],
)
def test_a_foreign_envelope_proves_nothing_of_the_sender(envelope: str, dkim: tuple[str, ...], levels: str) -> None:
    """RFC 7489, 3.1.2: many leave so with a key of the sender's domain, and are believed by it."""
    records = SenderRecords("mail.x.example", GOOD_SPF, {"s1": dkim}, [GOOD_DMARC], envelope)
    found = sender_checks(records, most_mails=100)
    assert " ".join(each.verdict.level for each in found) == levels
    assert all(each.fact("domain") == envelope for each in found[0].verdict.cautions)


def test_mail_that_stays_here_asks_for_no_records() -> None:
    (check,) = sender_checks(None, most_mails=9_000)
    assert check.verdict
    assert not check.verdict.cautions


@pytest.mark.parametrize(
    ("mails", "gmail", "quota", "found"),
    [
        (900, 0, 1_000, "preflight_quota_near"),
        (1_001, 0, 1_000, "preflight_quota_over"),
        (10, 0, 0, "preflight_quota_unknown"),
        (700, 4_499, 1_000, ""),
        (700, 4_500, 1_000, "preflight_gmail"),
    ],
)
def test_the_busiest_day_is_held_against_the_quotas(mails: int, gmail: int, quota: int, found: str) -> None:
    checks = quota_checks([MailsOfDay(DAY, 1, 0, 1), MailsOfDay(DAY, mails, gmail, mails)], quota=quota)
    assert "".join(c.criterion for each in checks for c in each.verdict.cautions + each.verdict.blockers) == found


def test_only_a_week_that_is_too_full_warns() -> None:
    weeks = [CallsOfWeek("dora", DAY, 25), CallsOfWeek("dora", DAY, 26), CallsOfWeek("", DAY, 3)]
    (over,) = call_checks(weeks, limit=25)
    assert (over.verdict.cautions[0].subject, over.measured, over.verdict.level) == ("dora", "26", "caution")
    assert [each.verdict.level for each in call_checks(weeks, limit=30)] == ["safe"]
    assert call_checks([CallsOfWeek("", DAY, 9)], limit=5)[0].verdict.cautions[0].criterion == "preflight_calls_nobody"


def test_the_ground_of_a_notice_is_known_by_country_or_said_to_be_unknown() -> None:
    assert legal_basis("us") == "15 U.S.C. § 7702(17)(A)(iii)(I)"
    assert "2019/1150" in legal_basis("DE-BY")
    assert legal_basis("ZZ") == ""
