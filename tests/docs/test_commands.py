"""Is every command of ours documented, and does every example of a document parse?"""

from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from tests.docs.pages import APPS, ROOT, manage_calls, pages, read, rows

OPERATE = "docs/runbooks/operate.md"
EXAMPLES = [
    (str(page.relative_to(ROOT)), words) for page in pages() for words in manage_calls(page.read_text(encoding="utf-8"))
]


def ours() -> set[str]:
    files = [file for app in APPS for file in (ROOT / app / "management" / "commands").glob("*.py")]
    return {file.stem for file in files if file.stem != "__init__"}


def documented() -> dict[str, list[str]]:
    table = read(OPERATE).partition("## Commands")[2].partition("\n## ")[0]
    return {cells[0].strip("`"): cells for cells in rows(table, width=4)}


def test_every_command_of_ours_is_documented_and_nothing_absent_is() -> None:
    assert sorted(documented()) == sorted(ours())


def test_every_documented_command_has_an_example_of_itself() -> None:
    assert [name for name, cells in documented().items() if not cells[2].startswith(f"`manage.py {name}")] == []


@pytest.mark.parametrize(
    ("document", "words"), EXAMPLES, ids=[f"{Path(page).stem}: {' '.join(words[:3])}" for page, words in EXAMPLES]
)
def test_every_example_parses(document: str, words: list[str]) -> None:
    if len(words) > 1:
        parse(words)
    else:
        assert words[0] in get_commands(), document


def parse(words: list[str]) -> None:
    """Raises CommandError for words that the command does not know."""
    command = load_command_class(get_commands()[words[0]], words[0])
    command.create_parser("manage.py", words[0]).parse_args(words[1:])


def test_an_example_with_a_word_too_many_is_seen() -> None:
    with pytest.raises(CommandError):
        parse(["archive", "verify"])  # --account is required
    with pytest.raises(KeyError):
        parse(["no_such_command", "x"])
