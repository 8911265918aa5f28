"""Who works on the desk today, and who steps in for whom?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Lower

from lifecycle.api import User
from lifecycle.rules.actors import Role
from notifications.models import DeskAbsence, DeskTask
from notifications.rules.send_window import local_day

_WORKS = frozenset({Role.PM, Role.CSM_LEAD, Role.CSM, Role.OPERATOR})
_ONE_DAY = timedelta(days=1)  # no place on earth is further from UTC


@dataclass(frozen=True, slots=True)
class DeskPeople:
    """Logins by address in lower case; `away` are those absent at the moment, with who was named for them."""

    working: dict[str, Role]
    gone: frozenset[str]
    away: dict[str, str]

    def is_there(self, email: str) -> bool:
        """Whoever has no login is not known to be away: only an overdue task moves on from there."""
        norm = email.lower()
        return bool(norm) and norm not in self.gone and norm not in self.away

    def lead(self, *, but: str = "") -> str:
        """The first leader of the success managers who is there; '' when nobody is."""
        leads = sorted(email for email, role in self.working.items() if role is Role.CSM_LEAD)
        return next((each for each in leads if self.is_there(each) and each != but.lower()), "")

    def backup_of(self, email: str) -> str:
        """Who was named for the absence, if that person is there, else the lead."""
        named = self.away.get(email.lower(), "").lower()
        return named if named and self.is_there(named) else self.lead(but=email)


def desk_people(now: datetime) -> DeskPeople:
    """One query for logins, one for absences, whose days are those of who is absent. Of customers only those matter
    whose address stands on a task.
    """
    owners = DeskTask.objects.filter(status=DeskTask.Status.OPEN).values(norm=Lower("owner_email"))
    logins = User.objects.annotate(norm=Lower("email")).filter(Q(is_staff=True) | Q(norm__in=owners))
    working: dict[str, Role] = {}
    gone: set[str] = set()
    zones: dict[str, str] = {}
    for email, zone, role, staff, active in logins.values_list("norm", "timezone", "role", "is_staff", "is_active"):
        zones[email] = zone or "UTC"
        if staff and active and Role(role) in _WORKS:
            working[email] = Role(role)
        else:
            gone.add(email)
    around = DeskAbsence.objects.filter(
        first_date__lte=now.date() + _ONE_DAY, last_date__gte=now.date() - _ONE_DAY
    ).order_by("first_date")
    away: dict[str, str] = {}
    for each in around:
        owner = each.owner_email.lower()
        if each.first_date <= local_day(now, zones.get(owner, "UTC")) <= each.last_date:
            away[owner] = each.backup_email
    return DeskPeople(working, frozenset(gone), away)
