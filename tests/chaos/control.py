"""How does the same job fare when the message is the job? Celery's defaults, and acknowledged late."""

import smtplib
from email.message import EmailMessage

from celery import shared_task
from django.conf import settings


@shared_task(name="control.send")
def send(message_id: str, address: str) -> None:
    """What most programs do."""
    _send(message_id, address)


@shared_task(name="control.send_late", acks_late=True, reject_on_worker_lost=True)
def send_late(message_id: str, address: str) -> None:
    """What careful programs do: a task of a dead worker runs again."""
    _send(message_id, address)


def _send(message_id: str, address: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "control@sunsetter.example", address, "control"
    message["Message-ID"] = message_id
    message.set_content("control")
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
        server.send_message(message)
