"""Does a customer's request see its own account's rows and no others, in raw SQL too (P12, S2, S3)?"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from psycopg.sql import SQL, Literal

from lifecycle.api import (
    Account,
    AuditEvent,
    Contact,
    Membership,
    Milestone,
    SunsetPlan,
    User,
    account_of,
    memberships_of,
    portal_scope,
)
from lifecycle.rules.row_security import APP_ROLE, PORTAL_ROLE
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, alice, charlie, corner_shop, dora, know, neighbour

TODAY = NOON.date()


def keys() -> list[str]:
    return list(Account.objects.values_list("key", flat=True))


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_inside_the_scope_only_the_own_rows_exist() -> None:
    own, other = acme(), neighbour()
    plan = a_plan()
    for account in (own, other, None):
        know(plan, "usage_below", 1, account=account, at=NOON)
    with portal_scope(own):
        assert keys() == ["acme"]
        assert {contact.account_id for contact in Contact.objects.all()} == {own.pk}
        assert not Account.objects.filter(pk=other.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT account_id FROM lifecycle_evidence")
            assert cursor.fetchall() == [(own.pk,)]
            cursor.execute("SELECT count(*) FROM lifecycle_account WHERE key = 'neighbour' OR true")
            assert cursor.fetchone() == (1,)
    assert keys() == ["acme", "neighbour"]
    assert role() == APP_ROLE


@pytest.mark.django_db
def test_raw_sql_can_neither_change_nor_add_what_belongs_to_another() -> None:
    own, other = acme(), neighbour()
    foreign = (
        "INSERT INTO lifecycle_auditevent (uuid, account_id, plan_key, action, actor, subject, at, body)"
        " VALUES (gen_random_uuid(), %s, '', 'a.b.c', 'x', 'y', now(), '{}')"
    )
    for sql in (
        "UPDATE lifecycle_account SET name = 'x'",
        "DELETE FROM lifecycle_contact",
        "TRUNCATE lifecycle_contact",
        "SELECT * FROM lifecycle_user",
        "SELECT * FROM django_session",
        "SELECT * FROM lifecycle_approval",
        "SELECT * FROM lifecycle_decisionrecord",
        "INSERT INTO lifecycle_evidence (criterion) VALUES ('export_settled')",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), portal_scope(own), connection.cursor() as cursor:
            cursor.execute(sql)
    with portal_scope(own), connection.cursor() as cursor:
        cursor.execute(foreign, [own.pk])
        for account_id in (other.pk, None):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(foreign, [account_id])


@pytest.mark.django_db
def test_a_scope_within_a_scope_gives_back_the_outer_one() -> None:
    one, other = acme(), corner_shop()
    with portal_scope(one):
        with portal_scope(other):
            assert keys() == ["corner-shop"]
        assert keys() == ["acme"]
        assert role() == PORTAL_ROLE
        with pytest.raises(LookupError, match="inside"), portal_scope(other):
            raise LookupError("inside")
        assert keys() == ["acme"]
    assert role() == APP_ROLE


@pytest.mark.django_db
def test_an_error_inside_comes_out_as_itself_and_the_scope_ends() -> None:
    own = acme()
    with pytest.raises(DatabaseError, match="permission denied"), portal_scope(own):
        User.objects.count()
    assert role() == APP_ROLE
    with pytest.raises(ZeroDivisionError), portal_scope(own):
        raise ZeroDivisionError
    assert keys() == ["acme"]
    with portal_scope(own):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AuditEvent.objects.create(action="a.b.c", actor="x", subject="y", at=NOON, body="{}")
        assert keys() == ["acme"]


@pytest.mark.django_db
def test_the_scope_without_its_account_sees_nothing() -> None:
    """Unset after a transaction the setting reads '', not NULL: both must hide everything."""
    acme()
    for setting in ("", None):
        with unbound(setting):
            assert keys() == []


@contextmanager
def unbound(setting: str | None) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        if setting is not None:
            cursor.execute("SELECT set_config('sunsetter.account', %s, true)", [setting])
        cursor.execute("SET LOCAL ROLE sunsetter_portal")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.slow("ten thousand transactions")
def test_one_connection_swaps_accounts_and_never_mixes_them(live_db: SimpleNamespace) -> None:
    """S3: A and B on one connection, swapped again and again, with and without an error between."""
    scope = SQL(
        "BEGIN; SELECT set_config('role', 'sunsetter_portal', true), set_config('sunsetter.account', {account}, true);"
        " SELECT array_agg(id) FROM lifecycle_account; {end}"
    )
    pairs = [
        (account.pk, scope.format(account=Literal(str(account.pk)), end=end))
        for end in (SQL("COMMIT"), SQL("ROLLBACK"))
        for account in (acme(), neighbour())
    ]
    mixed = 0
    with psycopg.connect(live_db.environ["DATABASE_URL"], autocommit=True) as raw:
        for turn in range(10_000):
            own, words = pairs[turn % 2 + 2 * (turn % 3 == 0)]
            answers = raw.execute(words)  # as one message: beginning, scope, rows, end
            answers.nextset()
            answers.nextset()
            mixed += answers.fetchone() != ([own],)
    assert mixed == 0


def test_outside_a_transaction_the_scope_makes_its_own_and_leaves_nothing(live_db: SimpleNamespace) -> None:
    assert live_db
    own, _ = acme(), neighbour()
    with portal_scope(own):
        assert keys() == ["acme"]
    with pytest.raises(DatabaseError, match="permission denied"), portal_scope(own):
        User.objects.count()
    assert (role(), keys()) == (APP_ROLE, ["acme", "neighbour"])


def request_of(user: User | None, chosen: str = "") -> HttpRequest:
    request = RequestFactory().get("/portal/")
    request.session = SessionStore()
    if chosen:
        request.session["account"] = chosen
    request.user = user or AnonymousUser()
    return request


@pytest.mark.django_db
def test_a_login_acts_for_its_own_account_chosen_among_its_current_memberships() -> None:
    user = alice()
    Membership.objects.create(user=user, account=corner_shop())
    Membership.objects.create(user=user, account=neighbour(), end_date=TODAY.replace(day=28, month=2))
    assert [each.account.key for each in memberships_of(request_of(user), today=TODAY)] == ["acme", "corner-shop"]
    assert account_of(request_of(user, "corner-shop"), today=TODAY) == corner_shop()
    for stranger in ("neighbour", "no-such", ""):
        assert account_of(request_of(user, stranger), today=TODAY) == acme()


@pytest.mark.django_db
def test_staff_and_strangers_act_for_no_account_and_charlie_for_his_own() -> None:
    assert account_of(request_of(None), today=TODAY) is None
    assert account_of(request_of(dora()), today=TODAY) is None
    assert account_of(request_of(charlie(), "acme"), today=TODAY) == neighbour()


@pytest.mark.django_db
def test_a_plan_that_nobody_announced_is_hidden_by_the_database_with_its_dates() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    with portal_scope(acme()):
        assert not SunsetPlan.objects.exists()
        assert not Milestone.objects.exists()
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=Stage.ANNOUNCED)
    with portal_scope(acme()):
        assert SunsetPlan.objects.get() == plan
        assert Milestone.objects.exists()
