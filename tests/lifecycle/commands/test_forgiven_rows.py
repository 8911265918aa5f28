"""Are the files of the directory judged as those of activity are? (reliability, section 8; ADR 0029)"""

from pathlib import Path

import pytest

from lifecycle.models import Account, AuditEvent, Contact
from tests.lifecycle.commands.test_import_accounts import ACCOUNTS, CONTACTS, a_file, run

pytestmark = pytest.mark.django_db


def directory(good: int, bad: int) -> str:
    return "key,name\n" + "".join(f"a{n},A\n" for n in range(good)) + "".join(f"a {n},A\n" for n in range(bad))


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        (1, 10, ""),
        (1100, 11, ""),
        (1088, 11, "11 of 1099 rows are bad, more than 1 %: nothing was kept; correct the file"),
        (1, 11, "11 of 12 rows are bad, more than 1 %: nothing was kept; correct the file"),
        (0, 1, "none of its 1 rows is good"),
        (0, 0, ""),
    ],
)
def test_as_many_bad_rows_are_forgiven_as_of_activity_and_a_trial_says_so(
    tmp_path: Path, good: int, bad: int, why: str
) -> None:
    """ADR 0029: a file that is something else than it claims to be is refused whole, with the one beside it."""
    file, people = a_file(tmp_path / "many.csv", directory(good, bad)), a_file(tmp_path / "c.csv", CONTACTS)
    for is_trial in (True, False):
        code, data, err = run(file, "--contacts", people, *(["--dry-run"] if is_trial else []))
        judged = [each for each in data["refusals"] if each.startswith("many.csv")]
        assert (judged, data["files"][0]["rejected"]) == ([f"many.csv: {why}"] if why else [], bad)
        assert (f"Refused: many.csv: {why}" in err) == bool(why)
        assert not why or (code, Account.objects.exists(), Contact.objects.exists()) == (2, False, False)


def test_people_that_cannot_be_taken_keep_out_the_accounts_beside_them(tmp_path: Path) -> None:
    people = a_file(tmp_path / "people.csv", CONTACTS + "nobody,x@example.com,,,,,\n" * 11)
    accounts = a_file(tmp_path / "accounts.csv", ACCOUNTS)
    code, data, _ = run(accounts, "--contacts", people)
    assert (code, Account.objects.count(), AuditEvent.objects.count()) == (2, 0, 0)
    assert data["refusals"] == ["people.csv: 11 of 14 rows are bad, more than 1 %: nothing was kept; correct the file"]
    assert Path(data["rejects_file"]).exists(), "each is kept, with its reason"
