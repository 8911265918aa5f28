"""Words that no command can read are an error with one sentence, never the exit that says "a rule refused" (A17)."""

import json

import pytest
from django.core.management import load_command_class


@pytest.mark.parametrize(
    ("app", "words", "said"),
    [
        ("notifications", ("chat", "nonsense"), "Argument what: invalid choice: 'nonsense'"),
        ("notifications", ("working_days",), "The following arguments are required: act."),
        ("notifications", ("notices", "some-plan", "halt", "one"), "Argument number: invalid int value: 'one'."),
    ],
)
def test_it_exits_with_one_and_says_what_is_wrong(
    app: str, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = load_command_class(f"{app}", words[0])
    with pytest.raises(SystemExit) as end:
        command.run_from_argv(["manage.py", *words, "--json"])
    assert end.value.code == 1
    out, err = capsys.readouterr()
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert json.loads(out)["error"] == err.strip()
