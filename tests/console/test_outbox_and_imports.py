"""Does staff see what would have left this machine, and which rows of a file were refused?

Interface, section 8 (outbox of the demo); usage, section 1: every reject is retrievable in the console.
"""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.utils import timezone

from analytics.api import Recipe, declare_heartbeat, import_files
from analytics.models import ActivityImport, ActivitySource
from lifecycle.models import AuditEvent
from lifecycle.rules.actors import Actor
from notifications.channels.contract import Accepted, Payload
from notifications.channels.email.channel import Email
from tests.cast import NOON, acme, alice, olga, paul


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(paul())
    return client


def test_kept_messages_are_listed_newest_first_and_open(client: Client) -> None:
    folder = Path(settings.OUTBOX_DIR)
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
    for subject in ("До свидания", "再见"):
        marks = {"Auto-Submitted": "auto-generated"}
        mail = EmailMultiAlternatives(subject, "Ваши <b>данные</b>", "a@x.example", ["b@acme.example"], headers=marks)
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


def test_sign_in_codes_are_for_operators_alone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """S2: who reads another's code is signed in as them."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
    alice()
    Client().post("/account/login/code/", {"email": "alice@acme.example"})
    operator = Client()
    operator.force_login(olga())
    try:
        path = re.findall(r"/console/outbox/[\w-]+/", operator.get("/console/outbox/").content.decode())[0]
        assert "alice@acme.example" in operator.get(path).content.decode()
        assert "alice@acme.example" not in client.get("/console/outbox/").content.decode()
        assert client.get(path).status_code == 404
    finally:
        shutil.rmtree(Path(settings.OUTBOX_DIR))


def test_a_notice_as_it_is_sent_is_shown_to_all_staff(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
    notice = Payload(
        key=uuid4(), message_id="<1@sunsetter.example>", address="it@acme.example", name="Acme", subject="Reports go",
        text="Dear team", html="<p>Dear team</p>", locale="en", sent_at=NOON, reply_to="", reply_to_name="",
        account_id=1, plan_id=1, notice_id=1, touchpoint_id=1, date_revision=1, due_date=NOON.date(),
    )  # fmt: skip
    assert isinstance(Email().send(notice, timeout_s=5), Accepted)
    try:
        assert notice.subject in client.get("/console/outbox/").content.decode()
    finally:
        shutil.rmtree(Path(settings.OUTBOX_DIR))


def test_production_has_no_outbox(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/console/outbox/" in client.get("/console/").content.decode()
    monkeypatch.setattr(settings, "ENVIRONMENT", "production")
    assert "/console/outbox/" not in client.get("/console/").content.decode()
    for path in ("/console/outbox/", "/console/outbox/20260101-000000-1-0000/"):
        assert client.get(path).status_code == 404


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
    lines = b"".join(client.get(f"/console/imports/{ActivityImport.objects.get().uuid}/rejects.jsonl")).decode()
    assert json.loads(lines)["line"] == 5
    assert AuditEvent.objects.filter(action="analytics.rejects.taken").count() == 1
    for nothing in ("", "rejects.jsonl"):
        assert client.get(f"/console/imports/00000000-0000-4000-8000-000000000000/{nothing}").status_code == 404


def test_an_old_import_is_stale_only_where_another_one_was_awaited(client: Client, tmp_path: Path) -> None:
    """What came once, or was declared to be all there is, promises nothing more; its age stands there."""
    acme()
    long_ago = datetime(2026, 1, 6, tzinfo=UTC)

    def came(day: int, source: str, *, one_off: bool = False) -> None:
        file = tmp_path / f"{source}-{day}.csv"
        row = f"2026-01-0{day}T10:00:00Z,acme,u1,reports\n"
        file.write_text("occurred_at,account,user,module\n" + row, encoding="utf-8")
        how = Recipe(source=source, one_off=one_off)
        import_files(addresses=[str(file)], recipe=how, actor=Actor.system("test"), now=long_ago)

    def stale() -> set[str]:
        found = client.get("/console/health/").context["page"].feeds
        assert all(each.age.ago for each in found)
        return {each.name.rpartition("/")[2] for each in found if each.age.tone != "ok"}

    came(5, "once")
    came(4, "app")
    assert stale() == set()
    came(5, "app")
    assert stale() == {"app-5.csv"}
    came(4, "once", one_off=True)
    assert stale() == {"app-5.csv"}
    declare_heartbeat(source="once", heartbeat=4, actor=paul().actor, now=long_ago)
    assert stale() == {"app-5.csv"}
    ActivitySource.objects.filter(name="once").update(ended_date=None)
    assert stale() == {"app-5.csv", "once-4.csv"}
