"""What does everybody read of a retirement, and is the newest version out?"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.api import SunsetPlan, affected_accounts, promises_of
from lifecycle.rules.stages import Stage
from notifications.channels.contract import Accepted, Payload
from notifications.channels.registry import FOUND
from notifications.models import Announcement, Touchpoint
from notifications.rules.announcements import Kind, Version, next_version
from notifications.services.plan_book import newest_reason
from notifications.services.words import CUSTOMER_DATES, REASONS

_CHANNEL = "announcement"
SHOWN = tuple(kind.value for kind in CUSTOMER_DATES)  # the dates that everybody is told, in their order


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A retirement as everybody may know it, its versions newest first; `because` is in the reader's language."""

    plan: SunsetPlan
    because: str
    versions: tuple[Announcement, ...]

    @property
    def latest(self) -> Announcement:
        return self.versions[0]


def announce(plan: SunsetPlan, *, now: datetime) -> Announcement | None:
    """The plan is locked by the caller: versions are counted. None: nothing new to say."""
    last = Announcement.objects.filter(plan=plan).order_by("-n").first()
    known = Version(Kind(last.kind), last.dates, last.moved) if last else None
    dates = {each.kind.value: each.date.isoformat() for each in promises_of(plan) if each.kind in CUSTOMER_DATES}
    version = next_version(known, stage=Stage(plan.stage), dates=dates, is_told=last is not None or _is_told(plan))
    if version is None:
        return None
    payload = _payload(plan, version, n=last.n + 1 if last else 1, now=now)
    answer = FOUND[_CHANNEL].send(payload, timeout_s=0)
    if not isinstance(answer, Accepted):
        return None
    return Announcement.objects.get(uuid=payload.key)


def _is_told(plan: SunsetPlan) -> bool:
    """The first customer notice has left; a later stage is entered only then; or no customer is concerned at all."""
    if (plan.paused_from or plan.stage) != Stage.ANNOUNCED:
        return True
    told = Touchpoint.objects.filter(plan=plan, told_at__isnull=False)
    return told.exists() or not affected_accounts(plan).exists()


def _payload(plan: SunsetPlan, version: Version, *, n: int, now: datetime) -> Payload:
    reason = newest_reason(plan, of=list(version.moved)) if version.moved else ""
    said = {"n": n, "kind": version.kind, "moved": dict(version.moved), "reason": reason}
    key = uuid.uuid4()
    return Payload(
        key=key,
        message_id="",
        address="",
        name="",
        subject="",
        text=json.dumps(said),
        html="",
        locale="",
        sent_at=now,
        reply_to="",
        reply_to_name="",
        account_id=0,
        plan_id=plan.pk,
        notice_id=0,
        touchpoint_id=0,
        date_revision=n,
        due_date=date.min,
        dates=version.dates,
    )


def public_plans(*, module_key: str = "") -> tuple[PublicPlan, ...]:
    """What was ever announced, of one module or of all, the newest first."""
    rows = Announcement.objects.select_related("plan__module__replacement_module").order_by("-published_at", "-n")
    rows = rows.prefetch_related("plan__milestones")
    if module_key:
        rows = rows.filter(plan__module__key=module_key)
    return tuple(_grouped(rows))


def _grouped(rows: Iterable[Announcement]) -> Iterable[PublicPlan]:
    found: dict[int, list[Announcement]] = {}
    for each in rows:
        found.setdefault(each.plan_id, []).append(each)
    for versions in found.values():
        newest_first = tuple(sorted(versions, key=lambda each: -each.n))
        plan = newest_first[0].plan
        yield PublicPlan(plan, str(REASONS.get(plan.reason_kind, "")), newest_first)
