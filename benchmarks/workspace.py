"""Where does the product run while it is measured? In services of its own, of which nothing stays."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

from benchmarks.bare_parts import ROOT
from benchmarks.mail_server import MailServer
from config.services.temporary import OUTSIDE, Temporary


@contextmanager
def workspace() -> Iterator[None]:
    """A migrated database that writes through to the disk, a broker, a mail server; settings read their addresses."""
    for name in OUTSIDE:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    services = Temporary(durable=True)
    try:
        services.start()
        with MailServer() as mail:
            environ = services.environ(
                DJANGO_SETTINGS_MODULE="config.settings", EMAIL_URL=f"smtp://127.0.0.1:{mail.port}"
            )
            environ["LOG_LEVEL"] = "ERROR"
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=environ, check=True)
            os.environ.update(environ)
            django.setup()
            yield
    finally:
        services.stop()
