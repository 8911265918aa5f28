"""How does a checked and filled letter look to the channel that it leaves through?"""

from datetime import datetime

from lifecycle.rules.milestones import MilestoneKind
from notifications.channels.contract import Coming, Payload
from notifications.services.due_letters import Letter
from notifications.services.invites import invite_of
from notifications.services.letter_texts import Filled
from notifications.services.packed_text import thread_of
from notifications.services.reminders import unsubscribe_headers


def payload_of(letter: Letter, filled: Filled, *, now: datetime, coming: Coming | None = None) -> Payload:
    """`coming` is the one that leaves after it, if that follows at once."""
    at = filled.first_sent_at or now
    return Payload(
        key=letter.key,
        message_id=letter.message_id,
        address=letter.address,
        name=letter.contact_name or "",
        subject=filled.text.subject,
        text=filled.text.text,
        html=filled.text.html,
        text_pieces=filled.text.text_pieces,
        html_pieces=filled.text.html_pieces,
        locale=letter.locale,
        sent_at=at,
        reply_to=filled.helper.email,
        reply_to_name=filled.helper.name,
        account_id=letter.account_id,
        plan_id=letter.plan_id,
        notice_id=letter.notice_id,
        touchpoint_id=letter.touchpoint_id,
        date_revision=letter.date_revision,
        due_date=letter.day,
        dates=filled.told,
        coming=coming,
        headers={
            **unsubscribe_headers(letter),
            "References": " ".join(filled.threads or (thread_of(letter),)),
        },
        calendar=invite_of(letter, filled.helper, off=filled.told.get(MilestoneKind.OFF, ""), now=at),
    )
