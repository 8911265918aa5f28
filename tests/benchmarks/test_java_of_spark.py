"""The peer that is judged by its seconds gets the Java that serves it; compared by rows alone, one that is quick."""

from benchmarks.scale.java import LONG_FROM, QUICK_START, java_of_report, started_quickly


def test_a_long_report_has_both_compilers_and_the_usual_collector() -> None:
    """usage, goals: at least ten times as fast as Spark, which works as it does elsewhere."""
    assert java_of_report(LONG_FROM) == ("Java as it comes", {})


def test_a_short_report_starts_quickly_and_its_figure_says_so() -> None:
    said, settings = java_of_report(LONG_FROM - 1)
    assert said == "Java started quickly, as below 3,000,000 events"
    assert settings == started_quickly()
    assert set(settings.values()) == {QUICK_START}
