"""Does `tokens` issue a text once, list without it, and revoke? (N64, S33)"""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import override_settings

from lifecycle.api import AuditEvent, BadInput, MachineToken, issue_token, token_behind
from lifecycle.rules.actors import Actor
from lifecycle.rules.machine_tokens import TokenRight, written

pytestmark = pytest.mark.django_db
RIGHT = ("--right", "activity:write")
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def tokens(*words: str) -> tuple[int, str]:
    said, complained, code = StringIO(), StringIO(), 0
    try:
        call_command("tokens", *words, stdout=said, stderr=complained)
    except SystemExit as end:
        code = int(str(end.code))
    return code, said.getvalue() + complained.getvalue()


def test_a_token_is_shown_once_and_only_its_hash_is_kept() -> None:
    code, said = tokens("issue", "shop-events", *RIGHT, "--source", "shop", "--json")
    issued = json.loads(said)
    token = token_behind(issued["token"], now=NOW)
    assert (code, token and token.source) == (0, "shop")
    kept = json.dumps(list(MachineToken.objects.values()), default=str)
    assert issued["token"] not in kept
    assert issued["token"].rpartition("_")[2] not in tokens("list", "--json")[1] + kept


def test_the_list_says_who_may_what_until_when() -> None:
    assert tokens("list") == (3, "No token was issued.\n")
    tokens("issue", "shop", *RIGHT, "--days", "0")
    assert tokens("list")[1].startswith("shop: activity:write for source shop, until revoked, last used never")


def test_a_revoked_token_opens_nothing_any_more() -> None:
    text = json.loads(tokens("issue", "shop", *RIGHT, "--json")[1])["token"]
    assert tokens("revoke", "shop")[0] == 0
    assert token_behind(text, now=NOW) is None
    assert tokens("revoke", "shop")[0] == 3
    actions = AuditEvent.objects.filter(action__startswith="lifecycle.token").values_list("action", flat=True)
    assert sorted(actions) == ["lifecycle.token.issued", "lifecycle.token.revoked"]


@pytest.mark.parametrize(
    "words",
    [
        ("issue",),
        ("issue", "shop"),
        ("issue", "a b", *RIGHT),
        ("issue", "shop", *RIGHT, "--days", "-1"),
        ("issue", "taken", *RIGHT),
        ("revoke", "nobody"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...]) -> None:
    tokens("issue", "taken", *RIGHT)
    assert tokens(*words)[0] == 1


def a_token(**changes: object) -> tuple[MachineToken, str]:
    given = {"name": "shop", "rights": [TokenRight.ACTIVITY_WRITE], "source": "shop", "expires_at": None}
    return issue_token(**{**given, **changes}, actor=Actor.system("test"), now=NOW)  # type: ignore[arg-type]  # a mix


def test_a_token_ends_at_its_end_and_not_before() -> None:
    end = NOW + timedelta(days=1)
    _, text = a_token(expires_at=end)
    assert token_behind(text, now=end - timedelta(seconds=1))
    assert token_behind(text, now=end) is None
    with pytest.raises(BadInput, match="ends in the future"):
        a_token(name="other", expires_at=NOW)


def test_a_token_of_another_environment_opens_nothing_in_a_copy_of_its_database() -> None:
    _, text = a_token()
    with override_settings(ENVIRONMENT="staging"):
        assert token_behind(text, now=NOW) is None


def test_the_last_use_is_noted_once_an_hour() -> None:
    _, text = a_token()
    for minutes, noted in ((0, 0), (59, 0), (60, 60)):
        token_behind(text, now=NOW + timedelta(minutes=minutes))
        assert MachineToken.objects.get().last_used_at == NOW + timedelta(minutes=noted)


def test_a_token_has_a_shape() -> None:
    with pytest.raises(ValueError, match="43 characters"):
        written(environment="test", secret="short")


@pytest.mark.parametrize("broken", [{"name": ""}, {"source": ""}, {"rights": []}])
def test_the_database_refuses_a_token_without_name_source_or_right(broken: dict[str, object]) -> None:
    a_token()
    with pytest.raises(IntegrityError), transaction.atomic():
        MachineToken.objects.update(**broken)
