"""How does the same job fare when the message is the job? The control arm: Celery's defaults, sent and forgotten."""

import smtplib
from email.message import EmailMessage

from celery import shared_task
from django.conf import settings


@shared_task(name="control.send")
def send(message_id: str, address: str) -> None:
    """What most programs do."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "control@sunsetter.example", address, "control"
    message["Message-ID"] = message_id
    message.set_content("control")
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
        server.send_message(message)
