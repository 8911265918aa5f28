"""Does staff see what would have left this machine, and which rows of a file were refused?

Interface, section 8 (outbox of the demo); usage, section 1: every reject is retrievable in the console.
"""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.utils import timezone

from analytics.api import Recipe, import_files
from analytics.models import ActivityImport
from lifecycle.rules.actors import Actor
from tests.cast import acme, paul


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(paul())
    return client


def test_kept_messages_are_listed_newest_first_and_open(client: Client) -> None:
    folder = Path(settings.OUTBOX_DIR)
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
    for subject in ("До свидания", "再见"):
        mail = EmailMultiAlternatives(subject, "Ваши <b>данные</b>", "a@sunsetter.example", ["b@acme.example"])
        mail.attach_alternative("<p>x</p>", "text/html")
        connection.send_messages([mail])
    try:
        listed = client.get("/console/outbox/").content.decode()
        assert listed.index("再见") < listed.index("До свидания")
        path = re.findall(r"/console/outbox/[\w-]+/", listed)[-1]
        page = client.get(path).content.decode()
        assert "Ваши &lt;b&gt;данные&lt;/b&gt;" in page
        assert client.get(path.replace("-0000/", "-0009/")).status_code == 404
        assert client.get("/console/outbox/..%2Fsecret/").status_code == 404
    finally:
        shutil.rmtree(folder)


def test_the_rows_that_a_file_lost_are_shown_with_their_reason(client: Client, tmp_path: Path) -> None:
    acme()
    file = tmp_path / "use.csv"
    good = "2026-01-05T10:00:00Z,acme,u1,reports\n" * 3
    file.write_text("occurred_at,account,user,module\n" + good + "yesterday,acme,u1,reports\n", encoding="utf-8")
    now = timezone.now()  # noqa: TID251 - the import's time of day does not matter here
    import_files(addresses=[str(file)], recipe=Recipe(), actor=Actor.system("test"), now=now)
    assert "use.csv" in client.get("/console/imports/").content.decode()
    page = client.get(f"/console/imports/{ActivityImport.objects.get().uuid}/").content.decode()
    assert "occurred_at" in page
    assert "yesterday" in page
    assert client.get("/console/imports/00000000-0000-4000-8000-000000000000/").status_code == 404
