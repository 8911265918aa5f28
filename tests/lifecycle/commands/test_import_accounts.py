"""Does the directory take in every good row, name every bad one, and change nothing twice? (usage.md 1, N23-N41)"""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from lifecycle.models import Account, AuditEvent, Contact

pytestmark = pytest.mark.django_db

ACCOUNTS = """\
key,name,tier,segment,revenue,currency,country,timezone,language,csm_email,contract_end,notice_days,plan
acme,Acme <b>& Sons</b>,key,enterprise,250000.50,EUR,DE,Europe/Berlin,de,dora@example.com,2027-12-31,90,gold
corner,"Corner, Shop",,retail,1200,USD,US-CA,America/Los_Angeles,en-us,,,,
rich,Rich,,,100000,CNY,CN,Asia/Shanghai,zh-hans,,,0,
"""
CONTACTS = """\
account,email,name,role,language,phone,active
acme,Alice@Example.com,Alice,admin,de,+49 30 123,true
acme,bob@example.com,Bob,,,,false
corner,chris@müller.example,"O'Neil, Chris",owner,en,,
"""


def run(*arguments: str) -> tuple[int, Any, str]:
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("import_accounts", *arguments, "--json", stdout=out, stderr=err)
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(out.getvalue()), err.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    return a_file(tmp_path / "accounts.csv", ACCOUNTS), a_file(tmp_path / "contacts.csv", CONTACTS)


def a_file(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def counts(data: Any) -> list[list[int]]:
    return [[each[name] for name in ("created", "updated", "unchanged", "rejected")] for each in data["files"]]


def test_accounts_and_people_go_in(files: tuple[str, str]) -> None:
    code, data, _ = run(files[0], "--contacts", files[1])
    assert (code, counts(data), data["rejects"]) == (0, [[3, 0, 0, 0], [3, 0, 0, 0]], [])
    acme = Account.objects.get(key="acme")
    assert (acme.name, acme.tier, acme.tier_source) == ("Acme <b>& Sons</b>", "key", "hand")
    assert (acme.revenue, acme.currency, acme.country) == (Decimal("250000.50"), "EUR", "DE")
    assert (acme.notice_days, str(acme.contract_end_date), acme.extra) == (90, "2027-12-31", {"plan": "gold"})
    corner = Account.objects.get(key="corner")
    assert (corner.tier, corner.tier_source, corner.language, corner.timezone) == (
        "standard",
        "rule",
        "en-US",
        "America/Los_Angeles",
    )
    assert Account.objects.get(key="rich").tier == "key"  # by rule, from revenue
    alice, bob = Contact.objects.filter(account=acme)
    assert (alice.email, alice.email_norm, alice.role, alice.is_active) == (
        "Alice@Example.com",
        "alice@example.com",
        "admin",
        True,
    )
    assert (bob.role, bob.is_active) == ("user", False)


def test_the_same_files_again_change_nothing(files: tuple[str, str]) -> None:
    run(files[0], "--contacts", files[1])
    before = list(Account.objects.values()), list(Contact.objects.values()), AuditEvent.objects.count()
    code, data, _ = run(files[0], "--contacts", files[1])
    assert (code, counts(data)) == (3, [[0, 0, 3, 0], [0, 0, 3, 0]])
    assert (list(Account.objects.values()), list(Contact.objects.values()), AuditEvent.objects.count()) == before


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(
    files: tuple[str, str], tmp_path: Path
) -> None:
    run(files[0])
    _, data, _ = run(a_file(tmp_path / "b.csv", "name,key,segment\nAcme New,acme,\nCorner,new,x\n"))
    assert counts(data) == [[1, 1, 0, 0]]
    acme = Account.objects.get(key="acme")
    assert (acme.name, acme.segment, acme.revenue, acme.tier, acme.extra) == (
        "Acme New",
        "",
        Decimal("250000.50"),
        "key",
        {"plan": "gold"},
    )
    assert Account.objects.filter(key="corner").exists()  # accounts that a file leaves out stay


BAD_ROWS = [
    ("key", "a b,Name,,,,,,,,,,,", "is not a key"),
    ("key", "x" * 65 + ",Name,,,,,,,,,,,", "is not a key"),
    ("key", ",Name,,,,,,,,,,,", "is required"),
    ("name", "k,,,,,,,,,,,,", "is required"),
    ("name", 'k,"Two\r\nlines",,,,,,,,,,,', "line break"),
    ("name", "k,Tab\tbed,,,,,,,,,,,", "control character"),
    ("name", f"k,{'n' * 301},,,,,,,,,,,", "301 characters"),
    ("tier", "k,N,gold,,,,,,,,,,", "is none of key, standard, light"),
    ("revenue", 'k,N,,,"1,234",EUR,,,,,,,', "is not an amount"),
    ("revenue", "k,N,,,-5,EUR,,,,,,,", "is not an amount"),
    ("revenue", "k,N,,,1e308,EUR,,,,,,,", "is not an amount"),
    ("revenue", "k,N,,,NaN,EUR,,,,,,,", "is not an amount"),
    ("currency", "k,N,,,5,,,,,,,,", "although revenue is given"),
    ("currency", "k,N,,,5,EURO,,,,,,,", "ISO 4217"),
    ("country", "k,N,,,,,ZZ,,,,,,", "ISO 3166"),
    ("country", "k,N,,,,,Germany,,,,,,", "ISO 3166"),
    ("timezone", "k,N,,,,,,CST,,,,,", "IANA"),
    ("timezone", "k,N,,,,,,US/Pacific-New,,,,,", "IANA"),
    ("language", "k,N,,,,,,,xx,,,,", "BCP 47"),
    ("language", "k,N,,,,,,,english please,,,,", "BCP 47"),
    ("csm_email", "k,N,,,,,,,,a@b@c.de,,,", "one e-mail address"),
    ("csm_email", "k,N,,,,,,,,a@example.com.,,,", "domain"),
    ("csm_email", "k,N,,,,,,,,a@x.de;b@x.de,,,", "one e-mail address"),
    ("contract_end", "k,N,,,,,,,,,03/04/2027,,", "2027-06-30"),
    ("contract_end", "k,N,,,,,,,,,2027-02-29,,", "does not exist"),
    ("contract_end", "k,N,,,,,,,,,9999-12-31,,", "2000 to 2200"),
    ("contract_end", "k,N,,,,,,,,,0000-01-01,,", "does not exist"),
    ("notice_days", "k,N,,,,,,,,,,-1,", "whole number"),
    ("notice_days", "k,N,,,,,,,,,,9999,", "whole number"),
    ("", "k,N", "2 fields where the header has 13"),
    ("", 'k,"N"x,,,,,,,,,,,', "cannot be read as CSV"),
    ("", "k," + "n" * 1_000_000 + ",,,,,,,,,,,", "longer than"),
    ("name", "k,Zo\udce9,,,,,,,,,,,", "another encoding"),
    ("name", "k,Zo\ufffd,,,,,,,,,,,", "damaged"),
    ("key", "ACME,Twin,,,,,,,,,,,", "stands on line 2 already"),
]


@pytest.mark.parametrize(
    ("field", "row", "reason"), BAD_ROWS, ids=[f"{n}-{each[0]}" for n, each in enumerate(BAD_ROWS)]
)
def test_a_bad_row_is_named_and_kept_aside_and_the_good_rows_go_in(
    tmp_path: Path, field: str, row: str, reason: str
) -> None:
    content = (ACCOUNTS + row + "\n" + "last,Last,,,,,,,,,,,\n").encode("utf-8", "surrogateescape")
    code, data, _ = run(a_file(tmp_path / "accounts.csv", content))
    assert code == 0  # even over one bad row in a hundred: ten are forgiven
    assert Account.objects.count() == 4
    (reject,) = data["rejects"]
    assert (reject["file"], reject["line"], reject["field"]) == ("accounts.csv", 5, field)
    assert reason in reject["reason"]
    kept = [json.loads(line) for line in Path(data["rejects_file"]).read_text(encoding="utf-8").splitlines()]
    assert [(each["line"], each["field"]) for each in kept] == [(5, field)]
    assert kept[0]["raw"][:1] == row[:1]
    assert len(kept[0]["raw"]) <= 4096
    assert Path(data["rejects_file"]).parent == Path(settings.STATE_DIR) / "rejects"


@pytest.mark.parametrize(
    ("field", "row", "reason"),
    [
        ("account", "nobody,x@example.com,,,,,", "there is no account"),
        ("email", "acme,ALICE@example.com,,,,,", "stands on line 2 already"),
        ("email", "acme,,,,,,", "is required"),
        ("email", "acme,nobody,,,,,", "one e-mail address"),
        ("email", f"acme,{'x' * 250}@example.com,,,,,", "one e-mail address"),
        ("role", "acme,x@example.com,,king,,,", "is none of admin"),
        ("name", 'acme,x@example.com,"Bcc:\nevil",,,,', "line break"),
        ("phone", "acme,x@example.com,,,,call me,", "telephone"),
        ("active", "acme,x@example.com,,,,,yes", "is none of true, false"),
    ],
)
def test_a_bad_person_is_named(files: tuple[str, str], tmp_path: Path, field: str, row: str, reason: str) -> None:
    contacts = a_file(tmp_path / "people.csv", CONTACTS + row + "\n")
    _, data, _ = run(files[0], "--contacts", contacts)
    assert counts(data) == [[3, 0, 0, 0], [3, 0, 0, 1]]
    (reject,) = data["rejects"]
    assert (reject["file"], reject["line"], reject["field"]) == ("people.csv", 5, field)
    assert reason in reject["reason"]


def test_strict_keeps_none_and_still_names_the_row(tmp_path: Path) -> None:
    file = a_file(tmp_path / "accounts.csv", ACCOUNTS + "a b,N,,,,,,,,,,,\n")
    code, data, err = run(file, "--strict")
    assert (code, data["refused"], Account.objects.count()) == (2, True, 0)
    assert "accounts.csv:5: key: 'a b' is not a key" in err
    assert data["refusals"] == ["accounts.csv: 1 of 4 rows are bad and --strict keeps none"]
    assert AuditEvent.objects.count() == 0


def test_a_dry_run_writes_nothing(files: tuple[str, str]) -> None:
    code, data, _ = run(files[0], "--contacts", files[1], "--dry-run")
    assert (code, counts(data), data["rejects_file"]) == (0, [[3, 0, 0, 0], [3, 0, 0, 0]], "")
    assert Account.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\x00\x01\x02\x03" * 9, "binary file"),
        (b"PK\x03\x04 a zip", "packed or binary"),
        (b"\x1f\x8b gzip", "packed or binary"),
        (b"<!doctype html><html>Sign in</html>", "HTML or XML page"),
        (b"key,name,key\n", "more than once"),
        (b"key;name\nacme;Acme\n", "--delimiter"),
        (b"name\nAcme\n", "lacks key"),
        (b'key,name\nacme,"Acme\ncorner,Corner\n', "line 2: a quotation mark"),
        (b'key,name\nacme,"Acme\ncorner,"Corner"\nrich,R\n', "line 2: a quotation mark"),
        (b"," * 600 + b"\n", "601 columns"),
        ("\ufeffkey,name\nacme,Б\n".encode("utf-16-le") + b"\x00", "not utf-16"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_whole(tmp_path: Path, content: bytes, words: str) -> None:
    code, data, err = run(a_file(tmp_path / "accounts.csv", content))
    assert (code, Account.objects.count()) == (1, 0)
    assert words in data["error"]
    assert err.startswith("accounts.csv: ")


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"\xef\xbb\xbf" + "key,name\r\nacme,Öl\r\n".encode(), ()),
        ("key,name\racme,Öl\r".encode(), ()),
        ("key,name\r\nacme,Öl\n\n".encode(), ()),
        ("key,name\nacme,Öl\n".encode("utf-16"), ()),
        ("key;name\nacme;Öl".encode("latin-1"), ("--delimiter", ";", "--encoding", "latin-1")),
        ('name,key\n"Öl","acme"'.encode(), ()),
    ],
)
def test_marks_line_ends_and_declared_encodings_are_understood(
    tmp_path: Path, content: bytes, options: tuple[str, ...]
) -> None:
    code, data, _ = run(a_file(tmp_path / "accounts.csv", content), *options)
    assert (code, data["rejects"]) == (0, [])
    assert Account.objects.get().name == "Öl"


def test_words_that_other_readers_swallow_stay_text(tmp_path: Path) -> None:
    """NA, NULL, leading zeros and formulas are names like any other (N30-N32, N39)."""
    run(a_file(tmp_path / "a.csv", "key,name\n007,NA\n1E5,NULL\nnan,=1+1\n"))
    assert dict(Account.objects.values_list("key", "name")) == {"007": "NA", "1E5": "NULL", "nan": "=1+1"}


def test_a_tier_set_by_hand_survives_a_file_that_leaves_it_empty(files: tuple[str, str], tmp_path: Path) -> None:
    run(files[0])
    Account.objects.filter(key="corner").update(tier="light", tier_source="hand")
    run(a_file(tmp_path / "b.csv", "key,name,tier,revenue,currency\ncorner,C,,900000,EUR\nrich,R,,1,EUR\n"))
    assert Account.objects.get(key="corner").tier == "light"
    assert Account.objects.get(key="rich").tier == "standard"


@pytest.mark.parametrize(
    "arguments", [(), ("nowhere.csv",), ("x.csv", "--delimiter", ";;"), ("x.csv", "--encoding", "klingon")]
)
def test_wrong_arguments_are_an_error(
    tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    a_file(tmp_path / "x.csv", "key,name\n")
    assert run(*arguments)[0] == 1
