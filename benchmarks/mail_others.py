"""How fast are other programs with the same mail: django-post_office from its queue, smtp-source from nothing?"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from benchmarks.bare_parts import ROOT
from benchmarks.mail_peers import ALIKE, body
from benchmarks.mail_scene import SENDER
from benchmarks.mail_server import smtp_sink
from benchmarks.mail_words import words_of
from notifications.models import Delivery

POST_OFFICE, CEILING = "django-post_office 3.12, send_queued_mail, one connection", "smtp-source, the ceiling"
HAS_POST_OFFICE = find_spec("post_office") is not None


def smtp_source() -> str | None:
    """Beside smtp-sink, where postfix puts it."""
    return shutil.which("smtp-source", path=str(Path(sink).parent)) if (sink := smtp_sink()) else None


def ceiling(sample: Delivery) -> Callable[[int], None]:
    """One session that sends as many bytes per message, in C, without looking at an answer twice."""
    size, server = str(len(body(sample))), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"

    def send(number: int) -> None:
        order = [str(smtp_source()), "-d", "-s", "1", "-m", str(number), "-l", size, "-f", "sunsetter@localhost"]
        subprocess.run([*order, "-t", sample.address, server], check=True)

    return send


@contextmanager
def post_office(sample: Delivery) -> Iterator[Callable[[int], float]]:
    """A program of its own; its rows are made beforehand, so it says itself how long sending them took."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.mail_post_office",
        "DATABASE_URL": os.environ["DATABASE_OWNER_URL"],  # its tables are made for this, and gone afterwards
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "LOG_LEVEL": "ERROR",
    }
    words, usual = words_of(sample, is_formatted=True), len(body(sample))
    order = {"subject": words.subject, "text": words.text, "html": words.html, "values": words.values, "sender": SENDER}
    program = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mail_post_office"],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def asked(line: str) -> str:
        assert program.stdin
        assert program.stdout
        program.stdin.write(line + "\n")
        program.stdin.flush()
        answer: str = program.stdout.readline()
        return answer

    def send(number: int) -> float:
        sent, took, size = json.loads(asked(f"{json.dumps(order)}\n{number}" if not begun else str(number)))
        begun.append(number)
        assert sent == number
        assert abs(size - usual) <= ALIKE * usual, (size, usual)
        return float(took)

    begun: list[int] = []
    try:
        yield send
    finally:
        program.communicate()
