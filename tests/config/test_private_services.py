"""Do tests run on private services, as the role that the application has in production?"""

import subprocess
import sys
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection


@pytest.mark.django_db
def test_django_connects_as_the_application_role_which_owns_nothing_and_obeys_row_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
            " (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("sunsetter_app", False, False, False, False, 0)


@pytest.mark.django_db
def test_a_row_of_a_rolled_back_test_is_seen_within_it() -> None:
    ContentType.objects.create(app_label="here", model="now")
    assert ContentType.objects.filter(app_label="here").count() == 1


def test_live_rows_are_seen_by_other_programs(live_db: SimpleNamespace) -> None:
    ContentType.objects.create(app_label="live", model="row")
    with psycopg.connect(live_db.environ["DATABASE_URL"]) as other:
        assert other.execute("SELECT count(*) FROM django_content_type WHERE app_label = 'live'").fetchone() == (1,)


def test_live_rows_are_gone_in_the_next_test(live_db: SimpleNamespace) -> None:
    assert ContentType.objects.filter(app_label__in=["live", "here"]).count() == 0


def test_a_subprocess_finds_the_same_services(live_db: SimpleNamespace) -> None:
    ContentType.objects.create(app_label="live", model="row")
    program = (
        "import django; django.setup();"
        "from django.contrib.contenttypes.models import ContentType as C;"
        "print(C.objects.filter(app_label='live').count())"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=live_db.environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
