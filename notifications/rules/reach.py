"""Has an account been reached by a notice, and since when?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DEAD_ENDS, TOOK, DeliveryStatus, ObligationStatus
from notifications.rules.valid_end import Proof, Said
from notifications.rules.working_days import WorkingDays, shifted

SILENT_WORKING_DAYS = 3  # a plain mail server tells of a bounce within this time, or never


@dataclass(frozen=True, slots=True)
class Contacted:
    """One delivery of a notice: `confirmed_at` is when a person was reached (call, opened in the portal).

    `said`: which end its text named, and since when it was out.
    """

    channel: Channel
    status: DeliveryStatus
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    said: Said | None = None
    is_told: bool = False  # whoever took it over tells what was delivered: silence then proves nothing


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of one obligation; `at` is the proof that counts.

    `waits_until`: a message was taken, and until that day there may be news; from a plain mail server none proves it.
    """

    status: ObligationStatus
    at: datetime | None = None
    is_sent: bool = False
    is_uncertain: bool = False
    is_dead_end: bool = False
    waits_until: date | None = None


def reach(
    contacts: Iterable[Contacted],
    *,
    acknowledged_at: datetime | None,
    zone: str,
    days: WorkingDays,
    now: datetime,
) -> Reach:
    """Opens and clicks are no evidence; a later bounce takes the proof back. Several channels count once.

    Sent means in writing: an unread line in the product or an open desk task is not enough.
    """
    found = tuple(contacts)
    proofs = [at for each in found if (at := _proof(each, zone, days, now))]
    mails = [each for each in found if each.channel is Channel.EMAIL]
    is_sent = any(each.status in TOOK for each in mails) or any(each.confirmed_at for each in found)
    dead = bool(mails) and all(each.status in DEAD_ENDS for each in mails)
    uncertain = any(each.status is DeliveryStatus.UNCERTAIN for each in mails)
    if acknowledged_at:
        return Reach(ObligationStatus.ACKNOWLEDGED, min([acknowledged_at, *proofs]), is_sent=True)
    if proofs:
        return Reach(ObligationStatus.REACHED, min(proofs), is_sent=True)
    waits = [day for each in mails if (day := _silent_until(each, zone, days))]
    return Reach(ObligationStatus.OPEN, None, is_sent, uncertain, dead, min(waits, default=None))


def proofs(
    contacts: Iterable[Contacted],
    *,
    acknowledged_at: datetime | None,
    zone: str,
    days: WorkingDays,
    now: datetime,
) -> tuple[Proof, ...]:
    """Each text of a notice that named an end and reached somebody, with the local day of its proof.

    Who acknowledges the notice, or was called about it, may mean any of its texts: the first one, and the latest end.
    """
    contacts = tuple(contacts)
    known = [each.said for each in contacts if each.said]
    if not known:
        return ()
    ends = [said.off_date for said in known if said.off_date]
    common = Said(min(said.at for said in known), max(ends) if len(ends) == len(known) else None)
    found = [(each.said or common, _proof(each, zone, days, now)) for each in contacts]
    found.append((common, acknowledged_at))
    return tuple(Proof(said, at.astimezone(ZoneInfo(zone)).date()) for said, at in found if at)


def _silent_until(contact: Contacted, zone: str, days: WorkingDays) -> date | None:
    if contact.accepted_at is None or contact.status is not DeliveryStatus.ACCEPTED:
        return None
    return shifted(contact.accepted_at.astimezone(ZoneInfo(zone)).date(), SILENT_WORKING_DAYS, days)


def _proof(contact: Contacted, zone: str, days: WorkingDays, now: datetime) -> datetime | None:
    if contact.confirmed_at:
        return contact.confirmed_at
    if contact.channel is not Channel.EMAIL or contact.accepted_at is None:
        return None
    if contact.status is DeliveryStatus.DELIVERED:
        return contact.accepted_at
    silent_until = None if contact.is_told else _silent_until(contact, zone, days)
    is_over = silent_until is not None and now.astimezone(ZoneInfo(zone)).date() >= silent_until
    return contact.accepted_at if is_over else None
