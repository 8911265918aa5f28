"""With which settings does django-post_office send, and how do its rows get there? A peer, no part of us."""

import sys

from tests.chaos.settings import *  # noqa: F403 - the product's own, with the peer beside them

INSTALLED_APPS = [*INSTALLED_APPS, "post_office"]  # noqa: F405 - of the line above
POST_OFFICE = {"DEFAULT_PRIORITY": "medium", "BATCH_SIZE": 100, "THREADS_PER_PROCESS": 2, "LOG_LEVEL": 1}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"


def fill(names: list[str]) -> None:
    import django  # noqa: PLC0415 - this module is the settings

    django.setup()
    from post_office.models import PRIORITY, STATUS, Email  # noqa: PLC0415 - needs them

    Email.objects.bulk_create(
        Email(
            from_email="control@sunsetter.example",
            to=f"a{number}@control.example",
            subject="control",
            message="control",
            message_id=name,
            status=STATUS.queued,
            priority=PRIORITY.medium,
        )
        for number, name in enumerate(names)
    )


if __name__ == "__main__":
    fill(sys.stdin.read().split())
