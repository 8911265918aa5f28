"""Which invented customers surround the real data, and who works with them?

Everything here is made from a seed and plainly labelled as invented. Addresses end in `.example` or `.invalid`,
which no mail system can deliver. The two accounts with real content are named after their public archives.
"""

import csv
import io
import random
from dataclasses import dataclass

SEED = 20160704
FIRST = tuple("Amber Birch Cedar Delta Ember Fjord Garnet Harbor Indigo Juniper Kestrel Lumen".split())  # noqa: SIM905
SECOND = tuple("Analytics Bakery Clinics Design Energy Foods Garden Hotels Legal Metals".split())  # noqa: SIM905
PLACES = (
    ("DE", "Europe/Berlin", "en", "EUR"),
    ("US", "America/New_York", "en", "USD"),
    ("CN", "Asia/Shanghai", "zh-Hans", "CNY"),
    ("RU", "Europe/Moscow", "ru", "RUB"),
    ("NP", "Asia/Kathmandu", "en", "USD"),
    ("AU", "Australia/Lord_Howe", "en", "AUD"),
)
GIVEN = {"en": ("Ada", "Ben", "Cleo", "Dan"), "zh-Hans": ("李娜", "王伟", "张敏"), "ru": ("Анна", "Борис", "Вера")}
CSMS = ("dora@sunsetter.example", "emil@sunsetter.example")
REAL = (
    ("houston-data", "Houston Data Visualization (public archive)", "US", "America/Chicago", "en", "key"),
    ("ubuntu-irc", "Ubuntu support channel (public archive)", "GB", "Europe/London", "en", "key"),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`weekly_users` is how many invented people use the retired module in a usual week; 0 for real archives."""

    key: str
    name: str
    country: str
    timezone: str
    language: str
    tier: str
    revenue: int
    currency: str
    csm_email: str
    weekly_users: int
    is_real: bool = False


def accounts(count: int, *, seed: int = SEED) -> tuple[DemoAccount, ...]:
    """The two real archives, then invented accounts; the same seed gives the same accounts in any count."""
    chance = random.Random(seed)  # noqa: S311  (a repeatable demo, not a secret)
    real = tuple(
        DemoAccount(key, name, country, zone, language, tier, 180_000 + 20_000 * n, "USD", CSMS[n % 2], 0, is_real=True)
        for n, (key, name, country, zone, language, tier) in enumerate(REAL)
    )
    return real + tuple(_invented(n, chance) for n in range(count))


def _invented(number: int, chance: random.Random) -> DemoAccount:
    country, zone, language, currency = PLACES[number % len(PLACES)]
    name = f"{FIRST[number % len(FIRST)]} {SECOND[number // len(FIRST) % len(SECOND)]}"
    users = max(1, int(chance.paretovariate(1.2)))
    tier = "key" if number % 9 == 4 else "light" if number % 4 == 3 else "standard"
    return DemoAccount(
        key=f"demo-{number:03d}",
        name=f"{name} {number // 120 + 1} (invented)" if number >= 120 else f"{name} (invented)",
        country=country,
        timezone=zone,
        language=language,
        tier=tier,
        revenue={"key": 120_000, "standard": 18_000, "light": 1_200}[tier] + chance.randrange(900),
        currency=currency,
        csm_email=CSMS[number % 2],
        weekly_users=min(users, 40) if tier != "light" else 1,
    )


def accounts_csv(found: tuple[DemoAccount, ...]) -> str:
    """In the fixed input format of `import_accounts`."""
    rows = (
        (a.key, a.name, a.tier, "demo", a.revenue, a.currency, a.country, a.timezone, a.language, a.csm_email, "", 0)
        for a in found
    )
    header = "key name tier segment revenue currency country timezone language csm_email contract_end notice_days"
    return _csv(header.split(), rows)


def contacts_csv(found: tuple[DemoAccount, ...]) -> str:
    """An administrator and an owner each; the first account's administrator has left and bounces."""
    rows = []
    for n, account in enumerate(found):
        given = GIVEN[account.language]
        for role, name in (("admin", given[n % len(given)]), ("owner", given[(n + 1) % len(given)])):
            rows.append((account.key, f"{role}@{account.key}.example", name, role, account.language, "", "true"))
    return _csv(["account", "email", "name", "role", "language", "phone", "active"], rows)


def _csv(header: list[str], rows: object) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)  # type: ignore[arg-type]  # rows of any iterable of tuples
    return text.getvalue()
