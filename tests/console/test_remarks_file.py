"""Does a file of feedback say in the reader's language why a row was left out (A6)?"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from console.views.assessment_remarks import WORDINGS
from lifecycle.api import User, import_remarks
from tests.cast import NOON, a_plan, dora
from tests.console.test_assessment import base, client_of, words_of

ROWS = (
    b"boss,low,x,,",
    b"sales,low,,,",
    b"sales,low," + b"x" * 4001 + b",,",
    b"sales,low,x,soon,",
    b"sales,low,x,1999-01-01,",
    b"sales,low,x,,nobody",
    b"sales,low",
    b"sales,low,\xff,,",
    b"sales,low,\xef\xbf\xbd,,",
    b'sales,low,"x"y,,',
)
FILE = b"\n".join((b"voice,severity,text,said_date,account", *ROWS))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "letters"), [("ru", "[а-я]"), ("zh-hans", "[\u4e00-\u9fff]")])
def test_every_reason_is_said_in_the_reader_s_language(language: str, letters: str) -> None:
    plan, reader = a_plan(), dora()
    report = import_remarks(plan=plan, data=FILE, actor=reader.actor, now=NOON)
    assert {each.wording for each in report.faults} == set(WORDINGS)
    User.objects.filter(pk=reader.pk).update(language=language)
    page = words_of(client_of(reader).post(f"{base(plan)}import/", {"file": SimpleUploadedFile("f.csv", FILE)}))
    found = re.findall(r'<td class="num">\d+</td><td>[^<]*</td><td>([^<]*)</td>', page)
    assert len(found) == len(ROWS)
    assert [each for each in found if not re.search(letters, each)] == []
