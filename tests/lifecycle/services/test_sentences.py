"""Does every finding make one whole sentence, in every language, without inventing figures?"""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from lifecycle.api import Refused, criterion_name, sentence, verdict_as_dict
from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.verdicts import Blocker, Reason, Verdict, blocked
from lifecycle.services.given_sentences import DETAILS, GIVEN_NAMES
from lifecycle.services.sentences import ACT_SENTENCES, CRITERION_NAMES

APPS = ("lifecycle", "notifications", "portability", "analytics")
BLOCKED = re.compile(r"(?:blocked|Blocker)\(\s*\"([a-z_]+)\"(?:[^()]*?detail=\"([^\"]+)\"(?=[,)]))?")
EVIDENCE_REASONS = (Reason.MISSING, Reason.BELOW, Reason.STALE, Reason.UNKNOWN)
FACTS = (("as_of", "2027-03-01"), ("source", "usage"), ("value", "7"), ("limit", "0"))


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
def test_every_criterion_has_a_sentence_for_every_fault(language: str) -> None:
    with translation.override(language):
        for key, reason, subject in product(CRITERIA, EVIDENCE_REASONS, ("", "acme")):
            said = sentence(Blocker(key, reason, subject, FACTS))
            assert criterion_name(key) in said
            assert subject in said
            assert "%(" not in said
            assert key not in said


def test_every_criterion_has_a_name_and_every_name_a_criterion() -> None:
    assert set(CRITERION_NAMES) == set(CRITERIA)
    assert criterion_name("no_such") == "no_such"


@pytest.mark.parametrize("act", sorted(ACT_SENTENCES))
def test_every_act_has_a_whole_sentence_even_without_its_figures(act: str) -> None:
    names = re.findall(r"%\((\w+)\)s", str(ACT_SENTENCES[act]))
    full = sentence(Blocker(act, Reason.BROKEN_RULE, "acme", tuple((name, f"<{name}>") for name in names)))
    assert all(f"<{name}>" in full or name in {"subject", "name"} for name in names)
    assert "%(" not in sentence(Blocker(act, Reason.BROKEN_RULE))


def test_a_figure_that_is_not_known_reads_as_unknown_never_as_zero() -> None:
    assert sentence(Blocker("usage_below", Reason.UNKNOWN, "acme")) == (
        "acme: Nobody uses the module any more: unknown as of unknown (source: unknown)."
    )


def test_of_what_only_can_hold_or_not_the_no_is_not_said_twice() -> None:
    for subject in ("", "acme"):
        facts = (("as_of", "2027-03-01"), ("source", "person"), ("value", "False"))
        said = sentence(Blocker("key_cleared", Reason.BELOW, subject, facts))
        assert said.endswith("does not hold as of 1 Mar 2027 (source: person).")
        assert said.startswith(subject)
        counted = Blocker("usage_below", Reason.BELOW, subject, (*facts[:2], ("value", "4")))
        assert ": 4 (source: person)." in sentence(counted)


def test_a_rule_without_wording_of_its_own_says_its_detail() -> None:
    (blocker,) = blocked("rationale", Reason.BROKEN_RULE, detail="say on which grounds").blockers
    assert sentence(blocker) == "Decision: say on which grounds"


def test_page_command_api_and_exception_say_the_same() -> None:
    verdict = blocked("usage_below", Reason.BELOW, subject="acme", **dict(FACTS)) + Verdict(
        cautions=(Blocker("calendar", Reason.BELOW),)
    )
    said = sentence(verdict.blockers[0])
    assert str(Refused(verdict)) == said
    assert verdict_as_dict(verdict)["blockers"] == [
        {"criterion": "usage_below", "kind": "below", "subject": "acme", "sentence": said, "facts": dict(FACTS)}
    ]
    assert (verdict_as_dict(verdict)["verdict"], len(verdict.cautions)) == ("blocked", 1)


def test_nothing_is_refused_under_a_key_alone() -> None:
    """Every rule that services name has a sentence, or a name before a detail that every language knows."""
    found = [
        (key, detail)
        for app in APPS
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        for key, detail in BLOCKED.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 150
    known = {*ACT_SENTENCES, *CRITERIA, *GIVEN_NAMES}
    assert not {key for key, _detail in found} - known
    told = {detail for key, detail in found if key in GIVEN_NAMES and detail}
    assert not told - set(DETAILS)
