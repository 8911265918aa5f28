"""Does a verdict stay true only while nothing blocks, and keep every finding?"""

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.verdicts import Blocker, Reason, Verdict, blocked, together

BLOCKERS = st.builds(Blocker, st.sampled_from(["one", "other"]), st.sampled_from(list(Reason)), st.text(max_size=3))
VERDICTS = st.builds(Verdict, st.lists(BLOCKERS, max_size=3).map(tuple), st.lists(BLOCKERS, max_size=3).map(tuple))


def test_levels_are_safe_caution_and_blocked() -> None:
    finding = Blocker("usage_below", Reason.BELOW, "acme")
    assert Verdict().level == "safe"
    assert Verdict(cautions=(finding,)).level == "caution"
    assert Verdict((finding,), (finding,)).level == "blocked"


@given(st.lists(VERDICTS, max_size=5))
def test_together_loses_no_finding_and_passes_only_when_all_pass(verdicts: list[Verdict]) -> None:
    whole = together(verdicts)
    assert bool(whole) == all(verdicts)
    assert whole.blockers == tuple(each for verdict in verdicts for each in verdict.blockers)
    assert whole.cautions == tuple(each for verdict in verdicts for each in verdict.cautions)


def test_a_blocker_keeps_its_values_as_text_by_any_name() -> None:
    (found,) = blocked("limit", Reason.BELOW, subject="acme", criterion="usage_below", reason="rule", value=7).blockers
    assert (found.criterion, found.reason, found.subject) == ("limit", Reason.BELOW, "acme")
    assert [found.fact(name) for name in ("criterion", "reason", "value", "absent")] == ["usage_below", "rule", "7", ""]
