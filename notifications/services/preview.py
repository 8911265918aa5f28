"""How does a notice read for one row, and how does its author get it as a mail to try?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from lifecycle.api import Refused, SunsetPlan, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may_any
from lifecycle.rules.tiers import Tier
from lifecycle.rules.verdicts import Reason, blocked
from notifications.channels.contract import Accepted, Ambiguous, Payload
from notifications.channels.registry import OUTLETS
from notifications.rules.backoff import SEND_TIMEOUT_S
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.services.packed_text import Part, packed_text
from notifications.services.render import Rendered, render_notice
from notifications.services.samples import Row, facts_for_row

# A mail reader that darkens letters by itself turns light into dark and keeps the hues.
_DARK = "<style>html{background:#fff;filter:invert(0.92) hue-rotate(180deg)}img{filter:invert(1)}</style></head>"


def preview(
    plan: SunsetPlan, code: NoticeCode, row: Row, *, now: datetime, beside: Sequence[NoticeCode] = ()
) -> Rendered:
    """Raises CannotRender, as sending would. `beside` are packed into the same letter."""
    tier = Tier(row.account.tier) if row.account else row.tier
    facts = [facts_for_row(plan, each, row, now=now) for each in (code, *beside)]
    read = [(each, render_notice(each, tier)) for each in facts]
    if not beside:
        return read[0][1]
    return packed_text([Part(said.account_name, said.contact_name, text) for said, text in read], row.locale)


def as_page(rendered: Rendered, *, is_dark: bool) -> str:
    """The letter's HTML part as a mail reader shows it."""
    return rendered.html.replace("</head>", _DARK, 1) if is_dark else rendered.html


def send_test(
    *, plan: SunsetPlan, code: NoticeCode, row: Row, actor: Actor, address: str, name: str, now: datetime
) -> str:
    """To the author only, marked as a test, in no customer's ledger. Answers what became of it. Raises Refused."""
    verdict = may_any(actor, Right.EDIT_PLAN, Right.APPROVE)
    if not verdict:
        raise Refused(verdict)
    read = preview(plan, code, row, now=now)
    with transaction.atomic():
        record("notifications.test.sent", subject=plan.key, actor=actor, at=now, plan_key=plan.key, notice=code.value)
    key = uuid4()
    answer = OUTLETS[Channel.EMAIL].send(
        Payload(
            key=key,
            message_id=f"<test-{key}@sunsetter.invalid>",
            address=address,
            name=name,
            subject=f"[TEST] {read.subject}",
            text=read.text,
            html=read.html,
            locale=row.locale,
            sent_at=now,
            reply_to=address,
            reply_to_name=name,
            account_id=0,
            plan_id=plan.pk,
            notice_id=0,
            touchpoint_id=0,
            date_revision=0,
            due_date=now.date(),
            headers={"X-Sunsetter-Test": "yes"},
        ),
        timeout_s=SEND_TIMEOUT_S,
    )
    if not isinstance(answer, Accepted):
        why = answer.text if isinstance(answer, Ambiguous) else f"{answer.code} {answer.text}"
        raise Refused(blocked("notice_test", Reason.BROKEN_RULE, detail=why))
    return address
