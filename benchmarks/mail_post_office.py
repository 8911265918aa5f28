"""How fast does django-post_office send what is queued? The peer's settings, and the program that sends; no part of us.

One process with one thread has one connection, as all others have; everything else is as it comes, its log of each mail
too. Templates are its own kind, and the values of a mail lie in its row, finished: the rows are made beforehand.

First a line of JSON with the words, then a count per line; the answer is how many were sent, in how many seconds.
"""

import json
import logging
import sys
import tempfile
import time
from pathlib import Path

from config.settings import *  # noqa: F403 - the product's own, with the peer beside them

INSTALLED_APPS = [*INSTALLED_APPS, "post_office"]  # noqa: F405 - of the line above
POST_OFFICE = {"THREADS_PER_PROCESS": 1}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"


def main() -> None:
    import django  # noqa: PLC0415 - this module is the settings

    django.setup()
    from django.db import connection  # noqa: PLC0415 - needs them
    from post_office.models import Attachment, Email, EmailTemplate, Log  # noqa: PLC0415 - needs them

    tables = [EmailTemplate, Email, Log, Attachment]
    with connection.schema_editor() as editor:
        for table in tables:
            editor.create_model(table)
    try:
        _serve()
    finally:
        with connection.schema_editor() as editor:
            for table in reversed(tables):
                editor.delete_model(table)


def _serve() -> None:
    from post_office.mail import send_queued_mail_until_done  # noqa: PLC0415 - needs the settings
    from post_office.models import STATUS, Email, EmailTemplate  # noqa: PLC0415 - needs them

    logging.getLogger("post_office").setLevel(logging.ERROR)
    words = json.loads(sys.stdin.readline())
    notice = EmailTemplate.objects.create(
        name="notice", subject=words["subject"], content=words["text"], html_content=words["html"]
    )
    with tempfile.TemporaryDirectory() as place:
        for line in sys.stdin:
            rows = Email.objects.bulk_create(_row(notice, words, n) for n in range(int(line)))
            size = len(Email.objects.get(pk=rows[0].pk).email_message().message().as_bytes().replace(b"\n", b"\r\n"))
            began = time.monotonic()
            send_queued_mail_until_done(lockfile=str(Path(place) / "lock"))
            took = time.monotonic() - began
            sent = Email.objects.filter(pk__in=[each.pk for each in rows], status=STATUS.sent).count()
            sys.stdout.write(json.dumps([sent, took, size]) + "\n")
            sys.stdout.flush()


def _row(notice: object, words: dict[str, object], n: int) -> object:
    from post_office.models import PRIORITY, STATUS, Email  # noqa: PLC0415 - needs the settings

    return Email(
        from_email=words["sender"],
        to=[f"a{n}@x.example"],
        template=notice,
        context={**words["values"], "account_name": f"Account {n}"},  # type: ignore[dict-item]  # a dict, from JSON
        status=STATUS.queued,
        priority=PRIORITY.medium,
    )


if __name__ == "__main__":
    main()
