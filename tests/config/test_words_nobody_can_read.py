"""Do the commands that watch the installation answer wrong words with 1 and one line, as every other one does?"""

import json
from pathlib import Path

import pytest
from django.core.management import ManagementUtility

from config.runner import up


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("tick --now 2027-02-30T00:00:00+00:00", "give a time with zone"),
        ("tick --now 2027-01-01T25:00:00Z", "give a time with zone"),
        ("doctor --everything", "`manage.py doctor --help` names what it takes"),
    ],
)
def test_wrong_words_are_an_error_and_never_a_blocker(
    words: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 would say that the installation is broken, or that a rule refused."""
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit) as left:
            ManagementUtility(["manage.py", *words.split(), *more]).execute()
        told = capsys.readouterr()
        assert left.value.code == 1
        assert told.err.count("\n") == 1
        assert advice in told.err
        assert not more or advice in json.loads(told.out)["error"]


@pytest.mark.parametrize("words", ["--port 9", "--port=9", "8001", "--json --verbose", "--settings config.settings"])
def test_what_starts_everything_starts_nothing_for_a_word_it_does_not_know(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would listen somewhere else than whoever asked believes."""
    state = tmp_path / "nothing"
    monkeypatch.setenv("SUNSETTER_STATE", str(state))
    assert up.main(words.split()) == 1
    told = capsys.readouterr()
    assert words.removeprefix("--json ") in told.err
    assert "PORT=8001 manage.py up" in told.err
    assert told.err.count("\n") == 1
    assert (json.loads(told.out)["error"] in told.err) if "--json" in words else not told.out
    assert not state.exists()
