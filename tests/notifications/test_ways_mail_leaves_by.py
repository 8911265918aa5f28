"""Each attempt says by which way it left, and tells no secret by it (A13, P1, notices 4)."""

import json

import pytest
from django.db import connection
from pytest_django import Settings

from config.services.mail_sink import MailSink
from notifications.api import deliver_due
from notifications.channels.email.channel import Email
from notifications.channels.registry import FOUND
from notifications.models import Attempt, Delivery, Touchpoint
from notifications.services.release import release_due
from tests.cast import acme, corner_shop
from tests.chaos.noon import NOW
from tests.chaos.scenes import notices
from tests.notifications.scenes import announced

SECRET = "not-a-secret-of-anybody"


@pytest.fixture
def by_smtp(settings: Settings) -> Settings:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "smtp.x.example", "us", SECRET
    return settings


def changes(settings: Settings, name: str, value: object) -> bool:
    before = Email().route
    setattr(settings, name, value)
    return Email().route != before


def test_a_way_is_another_one_at_another_host_or_for_another_user(by_smtp: Settings) -> None:
    assert Email().route == Email().route
    assert changes(by_smtp, "EMAIL_HOST", "smtp.y.example")
    assert changes(by_smtp, "EMAIL_HOST_USER", "others")
    assert not changes(by_smtp, "EMAIL_PORT", 2525)  # other ports of one host lead to the same account
    assert not changes(by_smtp, "EMAIL_HOST_PASSWORD", "changed")


def test_where_users_share_a_name_the_password_tells_the_account(by_smtp: Settings) -> None:
    """Resend's users are all called `resend`."""
    by_smtp.EMAIL_HOST = "smtp.resend.com"
    assert changes(by_smtp, "EMAIL_HOST_PASSWORD", "changed")
    assert changes(by_smtp, "EMAIL_KEYED_HOSTS", {"smtp.resend.com": ("Another-Key", None)})


@pytest.mark.parametrize("name", ["BREVO_API_KEY", "ANYMAIL_BREVO_API_KEY"])
def test_an_interface_is_another_way_with_another_key_wherever_that_stands(settings: Settings, name: str) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {"BREVO_API_KEY": SECRET}
    assert changes(settings, "ANYMAIL", {"BREVO_API_KEY": "changed"})
    assert not changes(settings, "ANYMAIL", {"BREVO_API_KEY": "changed", "RESEND_API_KEY": SECRET})
    assert changes(settings, name, SECRET)


@pytest.mark.parametrize(
    ("backend", "kind"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", "smtp"),
        ("django.core.mail.backends.locmem.EmailBackend", "other"),
        ("anymail.backends.unisender_go.EmailBackend", "unisender_go"),
        ("house.brevo.EmailBackend", "other"),
    ],
)
def test_a_way_names_its_kind_and_no_secret(settings: Settings, backend: str, kind: str) -> None:
    settings.EMAIL_BACKEND = backend
    settings.EMAIL_HOST, settings.EMAIL_HOST_PASSWORD = "smtp.resend.com", SECRET
    settings.ANYMAIL = {"UNISENDER_GO_API_KEY": SECRET}
    name, mark = Email().route.split("/")
    assert (name, len(mark)) == (kind, 16)
    assert len(Email().route) <= 40


@pytest.mark.parametrize("name", sorted(set(FOUND) - {"email"}))
def test_other_channels_have_but_one_way(name: str) -> None:
    assert FOUND[name].route == ""


@pytest.mark.django_db
def test_an_attempt_says_by_which_way_its_letter_left(mail: MailSink, settings: Settings) -> None:
    announced(acme(), corner_shop())
    deliver_due(now=Touchpoint.objects.filter(channel="email").latest("due_at").due_at)
    found = dict(Attempt.objects.values_list("delivery__channel", "route"))
    assert len(mail.messages) == 2
    assert found.pop("email") == Email().route
    assert set(found.values()) == {""}
    settings.EMAIL_HOST_USER = "somebody else"
    assert Email().route not in set(Attempt.objects.values_list("route", flat=True))
    assert SECRET not in json.dumps(list(Attempt.objects.values_list("route", flat=True)))


@pytest.mark.django_db
def test_a_program_of_the_release_before_writes_on_and_says_nothing_of_its_way() -> None:
    notices(1, told_inside=0)
    release_due(now=NOW)
    letter = Delivery.objects.earliest("id").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_attempt (delivery_id, n, body_sha, started_at, outcome, code, text)"
            " VALUES (%s, 9, 'x', now(), 'open', '', '')",
            [letter],
        )
    assert Attempt.objects.get(n=9).route == ""
