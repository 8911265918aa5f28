"""What does a mail provider's call tell, and does it come from the provider at all?

Anymail's parsers normalize what Postmark, Mailgun, Brevo, Mailjet, MailerSend and SparkPost post; of its views only
checking and parsing are used, so that nothing is done on its signals.
"""

import warnings
from collections.abc import Mapping
from typing import Any

from anymail.exceptions import AnymailError, AnymailInsecureWebhookWarning
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from notifications.channels.contract import Unbelieved
from notifications.channels.email.provider_words import word_of
from notifications.channels.email.through_backend import GIVEN_BACK
from notifications.rules.provider_events import ANSWER_LENGTH, ProviderEvent, event_key, meaning_of

SIGNED: dict[str, tuple[type[AnymailCoreWebhookView], str]] = {
    "mailgun": (MailgunTrackingWebhookView, "webhook_signing_key"),
    "mailersend": (MailerSendTrackingWebhookView, "signing_secret"),
}
WITH_PASSWORD: dict[str, type[AnymailCoreWebhookView]] = {
    "brevo": BrevoTrackingWebhookView,
    "mailjet": MailjetTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sparkpost": SparkPostTrackingWebhookView,
}


def parse(provider: str, request: HttpRequest) -> tuple[ProviderEvent, ...] | Unbelieved:
    """Of a call as it came in. A provider without a secret of ours is as unknown as one that does not exist."""
    view = _view(provider)
    if view is None:
        return Unbelieved("unknown")
    try:
        view.run_validators(request)
        found = view.parse_events(request)
        return tuple(known for each in found if (known := _event(provider, each)))
    except SuspiciousOperation:
        return Unbelieved("forged")
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
        return Unbelieved(f"unreadable: {type(problem).__name__}")


def _view(provider: str) -> AnymailCoreWebhookView | None:
    secret = settings.MAIL_HOOK_SECRETS.get(provider, "")
    if not secret:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AnymailInsecureWebhookWarning)  # the signature is the check there
        if provider in SIGNED:
            kind, setting = SIGNED[provider]
            return kind(webhook_secret=[], **{setting: secret})
        plain = WITH_PASSWORD.get(provider)
        return plain(webhook_secret=[secret]) if plain else None


def _event(provider: str, told: Any) -> ProviderEvent | None:
    answer = str(told.mta_response or told.description or "")
    reason, word = str(told.reject_reason or ""), word_of(provider, told.esp_event)
    meaning = meaning_of(str(told.event_type), reason=reason, answer=answer, word=word)
    ref = _ref(told)
    if meaning is None or not ref:
        return None
    key = event_key(
        provider=provider,
        event_id=str(told.event_id or ""),
        ref=ref,
        recipient=str(told.recipient or ""),
        event=str(told.event_type),
        occurred_at=told.timestamp,
        url=str(told.click_url or ""),
    )
    return ProviderEvent(ref, key, meaning, told.timestamp, answer[:ANSWER_LENGTH])


def _ref(told: Any) -> str:
    """The name that we gave the message, where it comes back; the provider's own is only known once it answered."""
    ours = told.metadata.get(GIVEN_BACK) if isinstance(told.metadata, Mapping) else ""
    return str(ours or told.message_id or "")[:200]
