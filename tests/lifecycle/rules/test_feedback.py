"""Is front-line feedback read from a file, and every row that is not named with its reason (A6)?"""

from datetime import date

import pytest

from lifecycle.rules.csv_text import UnreadableFile
from lifecycle.rules.feedback import Remark, Severity, Voice, count_severity, read_remarks

GOOD = "voice,severity,text,account,about,said_by,said_date\nSupport,critical,Audits break.,acme,audit,Sue,2027-02-01\n"


def test_a_row_becomes_a_remark_whatever_the_case_of_its_words() -> None:
    (found,), faults = read_remarks(GOOD.encode())
    remark = Remark(Voice.SUPPORT, Severity.CRITICAL, "Audits break.", "audit", "acme", "Sue", date(2027, 2, 1))
    assert (found, faults) == ((2, remark), [])


def test_three_columns_are_enough() -> None:
    (found,), _ = read_remarks("voice,severity,text\nsales,low,Nobody asks for it.".encode("utf-16"))
    assert found[1] == Remark(Voice.SALES, Severity.LOW, "Nobody asks for it.")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("boss,low,x,,,,", "voice"),
        ("sales,awful,x,,,,", "severity"),
        ("sales,low,,,,,", "text"),
        (f"sales,low,{'x' * 4_001},,,,", "text"),
        (f"sales,low,x,,{'x' * 201},,", "about"),
        ("sales,low,x,,,,yesterday", "said_date"),
        ("sales,low,x,,,,0001-01-01", "said_date"),
        ("sales,low", ""),
    ],
)
def test_a_bad_row_is_named_with_line_and_field_and_the_others_stay(row: str, field: str) -> None:
    found, faults = read_remarks(f"{GOOD}{row}\n".encode())
    assert len(found) == 1
    assert [(each.line, each.field) for each in faults] == [(3, field)]


def test_a_file_without_the_columns_is_none() -> None:
    with pytest.raises(UnreadableFile, match="severity"):
        read_remarks(b"voice,text\nsales,x\n")


def test_every_severity_is_counted_the_gravest_first() -> None:
    remarks = [Remark(Voice.SALES, Severity.LOW, "a"), Remark(Voice.SALES, Severity.CRITICAL, "b")]
    assert list(count_severity(remarks).items()) == [
        (Severity.CRITICAL, 1),
        (Severity.HIGH, 0),
        (Severity.MEDIUM, 0),
        (Severity.LOW, 1),
    ]
