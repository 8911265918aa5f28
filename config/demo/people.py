"""Which logins does the demo have?"""

from dataclasses import dataclass

from lifecycle.api import Account, Membership, User
from lifecycle.rules.actors import Role

PASSWORD = "sunset-demo-2027"  # noqa: S105  (printed by `make run`; production refuses demo data)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """`account` is set for customers; staff have a role."""

    email: str
    name: str
    role: Role
    language: str = "en"
    timezone: str = "Europe/Berlin"
    account: str = ""
    membership: str = Membership.Role.OWNER


STAFF = (
    DemoLogin("paul@sunsetter.example", "Paul Marsh", Role.PM),
    DemoLogin("dora@sunsetter.example", "Dora Quist", Role.CSM),
    DemoLogin("emil@sunsetter.example", "Emil Tan", Role.CSM),
    DemoLogin("lea@sunsetter.example", "Lea Roth", Role.CSM_LEAD),
    DemoLogin("olga@sunsetter.example", "Olga Petrov", Role.OPERATOR),
    DemoLogin("anna@sunsetter.example", "Anna Weiss", Role.APPROVER),
)
CUSTOMERS = (
    DemoLogin("admin@houston-data.example", "Harper Lane", Role.NONE, "en", "America/Chicago", "houston-data"),
    DemoLogin("admin@demo-002.example", "李娜", Role.NONE, "zh-hans", "Asia/Shanghai", "demo-002"),
    DemoLogin("admin@demo-003.example", "Анна", Role.NONE, "ru", "Europe/Moscow", "demo-003"),
)


def load_logins() -> None:
    """Make the logins that are not there yet; a customer's login belongs to its account."""
    for each in (*STAFF, *CUSTOMERS):
        user = User.objects.filter(email=each.email).first() or User.objects.create_user(
            each.email,
            PASSWORD,
            name=each.name,
            role=each.role,
            language=each.language,
            timezone=each.timezone,
            is_staff=not each.account,
            is_demo=True,
        )
        account = Account.objects.filter(key=each.account).first()
        if account is not None:
            Membership.objects.get_or_create(user=user, account=account, defaults={"role": each.membership})


def staff(name: str) -> User:
    """By first name, such as 'paul'."""
    return User.objects.get(email=f"{name}@sunsetter.example")
