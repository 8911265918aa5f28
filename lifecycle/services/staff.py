"""Who of the staff may do what, and how is a role given or taken?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.models import Membership, User
from lifecycle.rules.actors import Actor, Role
from lifecycle.rules.approvals import APPROVERS
from lifecycle.rules.rights import RIGHTS, Right
from lifecycle.rules.staff_roles import StaffLogin, may_change_role
from lifecycle.services.audit import record
from lifecycle.services.refusal import BadInput, Refused


def staff() -> list[User]:
    """Active logins of staff, those with a role first."""
    rows = User.objects.filter(is_staff=True, is_active=True).order_by("email")
    return sorted(rows, key=lambda each: each.role == Role.NONE)


def staff_login(uuid: UUID) -> User | None:
    return User.objects.filter(uuid=uuid, is_staff=True, is_active=True).first()


def approvers() -> frozenset[str]:
    """The identities of all who may approve today: what somebody said counts while they still may say it."""
    rows = User.objects.filter(is_staff=True, is_active=True, role__in=APPROVERS)
    return frozenset(each.actor.identity for each in rows)


def planners() -> frozenset[str]:
    """The identities of all who may edit a plan today."""
    editors = [role for role in Role if Right.EDIT_PLAN in RIGHTS[role]]
    rows = User.objects.filter(is_staff=True, is_active=True, role__in=editors)
    return frozenset(each.actor.identity for each in rows)


def has_login(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def grant_role(*, email: str, role: Role, actor: Actor, reason: str, now: datetime, name: str = "") -> User:
    """A new address becomes a login, which takes a name. The same role again changes nothing. Raises Refused."""
    operators = _locked_operators()
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None and not name.strip():
        raise BadInput(f"There is no login {email!r}: give a name to make it one.")
    is_new = user is None
    user = user or User(email=User.objects.normalize_email(email), name=name.strip())
    previous = _change(user, role, operators, actor, reason)
    if previous == role and user.is_staff and user.is_active:
        return user
    if is_new:
        user.set_unusable_password()
    user.role, user.is_staff, user.is_active = role, True, True
    user.save()
    record(
        "lifecycle.role.granted",
        subject=user.uuid,
        actor=actor,
        at=now,
        role=role,
        previous=previous,
        reason=reason,
    )
    return user


@transaction.atomic
def revoke_role(*, email: str, actor: Actor, reason: str, now: datetime) -> User:
    """The login keeps its name in the ledger and reaches no page of the staff any more. Raises Refused."""
    operators = _locked_operators()
    user = User.objects.select_for_update().filter(email__iexact=email, is_staff=True).first()
    if user is None:
        raise BadInput(f"There is no staff login {email!r}. `manage.py staff list` lists them.")
    previous = _change(user, Role.NONE, operators, actor, reason)
    user.role, user.is_staff, user.is_superuser = Role.NONE, False, False
    user.save(update_fields=["role", "is_staff", "is_superuser"])
    record("lifecycle.role.revoked", subject=user.uuid, actor=actor, at=now, role=previous, reason=reason)
    return user


def _locked_operators() -> list[User]:
    """Locked together, so that two operators cannot take the role from each other at once."""
    rows = User.objects.select_for_update().filter(role=Role.OPERATOR, is_staff=True, is_active=True)
    return list(rows.order_by("pk"))


def _change(user: User, to: Role, operators: list[User], actor: Actor, reason: str) -> Role:
    previous = Role(user.role)
    login = StaffLogin(
        email=user.email,
        identity=user.identity or str(user.uuid),
        role=previous,
        is_customer=Membership.objects.filter(user_id=user.pk).exists(),
        others=sum(each.pk != user.pk for each in operators),
    )
    verdict = may_change_role(actor, login, to, reason)
    if not verdict:
        raise Refused(verdict)
    return previous
