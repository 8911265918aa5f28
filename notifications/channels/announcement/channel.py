"""How does a retirement become readable for everybody?"""

import json
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError

from lifecycle.rules.verdicts import Verdict
from notifications.channels.contract import Accepted, Answer, Fault, Found, Outlet, Payload, Proof, Refused, Temporary
from notifications.models import Announcement


class AnnouncementPage:
    """A row that pages and feeds show in the reader's language: the text is data, `{"n", "kind", "moved", "reason"}`.

    It proves nothing: nobody can say who read it.
    """

    is_quiet_bound = False
    can_look_up = True
    proof = Proof.NONE
    key_window: timedelta | None = timedelta.max
    route = ""
    max_bytes = 100_000

    def check_target(self, address: str) -> Verdict:
        """It is said to everybody."""
        del address
        return Verdict()

    def send(self, payload: Payload, *, timeout_s: float) -> Answer:
        del timeout_s
        try:
            said = json.loads(payload.text)
            row = Announcement(
                uuid=payload.key,
                plan_id=payload.plan_id,
                n=said["n"],
                kind=said["kind"],
                dates=dict(payload.dates),
                moved=said["moved"],
                reason=said["reason"],
                published_at=payload.sent_at,
            )
        except (ValueError, KeyError, TypeError) as problem:
            return Refused(Fault.MESSAGE, "text", type(problem).__name__)
        try:
            Announcement.objects.bulk_create([row], ignore_conflicts=True)
        except DatabaseError as problem:
            return Temporary("database", type(problem).__name__)
        return Accepted(str(payload.key))

    def resolve(self, key: UUID) -> Found:
        return Found.FOUND if Announcement.objects.filter(uuid=key).exists() else Found.ABSENT


CHANNEL: Outlet = AnnouncementPage()
