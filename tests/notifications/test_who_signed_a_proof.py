"""Can anybody find out who signed a proof, and does it hold who approved what (A13, B1)?

notices 10: "hash-chained, signed: notices (told dates, approvals, …)".
"""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.signing import Signer
from django.test import Client
from pytest_django import Settings

from lifecycle.api import BadInput
from notifications.api import approve_notices, ask_approval, check_proof, deliver_due, forget_person, proof_of
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.proof_chain import canonical
from notifications.services.approve_notices import end_approval
from tests.cast import NOON, acme, anna, neighbour, olga, paul
from tests.notifications.scenes import announced, days_later

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED


def proof(account: Any = None) -> dict[str, Any]:
    return proof_of(account or acme(), actor=olga().actor, now=days_later(3))


def verify(path: Path, *more: str, code: int = 0) -> str:
    out, ended = StringIO(), 0
    try:
        call_command("notices", "proof-verify", str(path), *more, stdout=out, stderr=out)
    except SystemExit as end:
        ended = int(end.code or 0)
    assert ended == code, out.getvalue()
    return out.getvalue()


def test_a_proof_says_who_asked_for_the_words_and_who_approved_them() -> None:
    plan = announced(acme())
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=NOON)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=NOON)
    end_approval(plan=plan, approval=asked.uuid, actor=olga().actor, reason="Neighbour Inc objects", now=days_later(1))
    made = proof()
    asked.refresh_from_db()
    bodies = {body["kind"]: body for body in (json.loads(each["body"]) for each in made["entries"])}
    said = bodies["approved"]
    assert (said["at"], said["facts"]["wording_sha256"]) == (NOON.isoformat(), asked.content_sha)
    assert (said["facts"]["plan_sha256"], said["facts"]["audience_sha256"]) == (asked.plan_sha, asked.audience_sha)
    names = {name: made["personal"][key]["value"] for name, key in said["personal"].items()}
    assert names == {"asked_by": "Paul", "approved_by": "Anna"}
    assert bodies["approval ended"]["at"] == days_later(1).isoformat()
    assert "Neighbour" not in json.dumps(made)
    assert proof(neighbour())["entries"] == []
    forget_person(account=acme(), names=["anna@sunsetter.example"], actor=olga().actor, now=days_later(2))
    assert check_proof(json.dumps(proof())).is_sound


def test_everybody_verifies_a_proof_by_a_key_that_is_published(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    announced(acme())
    deliver_due(now=days_later(3))
    made = proof()
    published = client.get("/signing-key.json").json()
    assert made["signature"]["public_key"] == published["public_key"]
    written = tmp_path / "proof.json"
    written.write_text(json.dumps(made), encoding="utf-8")
    assert published["fingerprint"] in verify(written)
    told = (settings.BASE_DIR / "docs" / "proof_files.md").read_text()
    program = tmp_path / "verify.py"
    (found,) = re.findall(r"```python\n(.*?)```", told, re.DOTALL)
    program.write_text(found)
    ran = subprocess.run([sys.executable, program, written], capture_output=True, text=True, check=True)
    assert published["fingerprint"] in ran.stdout
    for name in ("account_name", "head"):
        written.write_text(json.dumps({**made, name: "another"}), encoding="utf-8")
        assert "signature does not hold" in verify(written, code=1)
        assert subprocess.run([sys.executable, program, written], capture_output=True, check=False).returncode == 1
    written.write_text(json.dumps({**made, "signature": "x"}), encoding="utf-8")
    assert "no proof file" in verify(written, code=1)


def test_a_proof_of_another_installation_says_whose_it_is_and_holds_once_that_key_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    announced(acme())
    written = tmp_path / "proof.json"
    written.write_text(json.dumps(proof()), encoding="utf-8")
    theirs = check_proof(written.read_bytes()).key
    settings.STATE_DIR = tmp_path / "elsewhere"
    assert theirs in verify(written, code=1)
    assert theirs in verify(written, "--signer", theirs)
    assert check_proof(json.dumps(proof())).key != theirs


def test_a_file_that_was_signed_with_our_secret_still_verifies_while_we_know_it(settings: Settings) -> None:
    made = proof()
    head = {name: made[name] for name in ("account", "account_name", "made_at", "count", "head")} | {"version": 2}
    first = f"{made['account']}:{made['count']}:{made['head']}"
    signer = Signer(salt="notifications.proof")
    for version, said in ((2, canonical(head)), (1, first)):
        old = json.dumps({**made, "version": version, "signature": signer.signature(said)})
        assert check_proof(old).is_sound
        assert check_proof(old).key == ""
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, renewed since"
    assert check_proof(old).is_sound
    settings.SECRET_KEY_FALLBACKS = []
    assert not check_proof(old).is_sound
    assert check_proof(json.dumps(made)).is_sound
    with pytest.raises(BadInput):
        check_proof(json.dumps({**made, "signature": None}))
