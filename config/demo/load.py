"""How does the demo's world come into an empty workspace?"""

import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from analytics.api import ActivityEvent, import_events
from config.demo import activity, people
from config.demo.content import write_export
from config.demo.directory import DemoAccount, accounts, accounts_csv, contacts_csv
from lifecycle.api import Account, Module, SourceFile, SunsetPlan, apply_plan, import_directory, read_plan
from lifecycle.rules.actors import Actor
from portability.api import ContentReport, import_content

DATA = Path(settings.BASE_DIR) / "demo"
LOADER = Actor.system("demo")
OFF_AFTER = timedelta(days=112)  # from the first day of the story to the off date of the plan file
IRC_DAYS = 6  # of the 44 in the file: enough to be real, few enough to start quickly
# The last day of each public archive, so that its activity can be shifted by whole weeks to just before the story.
ARCHIVES = (
    ("houston-data", "slack", "slack-houston.zip", date(2016, 7, 27)),
    ("ubuntu-irc", "irc", "irc-ubuntu-days.tar.xz", date(2014, 12, 27)),
)


@dataclass(frozen=True, slots=True)
class World:
    """The accounts and the first day of the story; `history_days` of invented activity lie before it."""

    first_day: date
    found: tuple[DemoAccount, ...]
    history_days: int

    @property
    def now(self) -> datetime:
        return at(self.first_day, 5)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour=hour), tzinfo=UTC)


def load_world(*, first_day: date, invented: int, history_days: int) -> World:
    """Directory, logins, content of the public archives, and activity up to the first day of the story."""
    world = World(first_day, accounts(invented), history_days)
    _directory(world)
    people.load_logins()
    _modules()
    for key, connector, name, last in ARCHIVES:
        _archive(world, key, connector, name, last)
    _invented_content(world)
    days = [first_day - timedelta(days=n) for n in range(history_days, 0, -1)]
    load_activity(world, days, announced=None, off=None, now=world.now)
    return world


def load_activity(world: World, days: list[date], *, announced: date | None, off: date | None, now: datetime) -> None:
    """The invented events of some days, as one delivery of the host product's feed."""
    name = f"invented {days[0]}…{days[-1]}"
    import_events(
        events=_events(world, days, announced, off),
        source=activity.FEED,
        name=name,
        sha256=sha256(f"{name}/{len(world.found)}/{announced}/{off}".encode()).hexdigest(),
        actor=LOADER,
        now=now,
    )


def plan_text() -> str:
    """The demo's plan file as it stands in the repository."""
    return (DATA / "sunset.yaml").read_text(encoding="utf-8")


def load_plan(world: World, *, off: date, switch_url: str, text: str = "") -> SunsetPlan:
    """A plan file, by default the demo's, with its off date and the address of the demo's host product."""
    text = (text or plan_text()).replace("off_date: 2027-04-26", f"off_date: {off}")
    text = text.replace("http://127.0.0.1:8090/switch", switch_url)
    document = read_plan(text.encode())
    apply_plan(document=document, text=text, actor=people.staff("paul").actor, now=world.now)
    plan = SunsetPlan.objects.get(key=document.key)
    SunsetPlan.objects.filter(pk=plan.pk).update(is_demo=True)
    return plan


def _directory(world: World) -> None:
    import_directory(
        accounts=SourceFile("accounts.csv", accounts_csv(world.found).encode()),
        contacts=SourceFile("contacts.csv", contacts_csv(world.found).encode()),
        actor=LOADER,
        now=world.now,
        is_strict=True,
    )
    Account.objects.update(is_demo=True)


def _modules() -> None:
    for key, name in ((activity.REPLACEMENT, "Spaces"), ("calls", "Calls")):
        Module.objects.get_or_create(key=key, defaults={"name": name, "is_demo": True})


def _archive(world: World, key: str, connector: str, name: str, last: date) -> ContentReport:
    """Content keeps its own times; its activity is shifted by whole weeks."""
    weeks = (world.first_day - timedelta(days=1) - last).days // 7
    with tempfile.TemporaryDirectory(prefix="sunsetter-demo-") as folder:
        path = DATA / "data" / name
        return import_content(
            account=Account.objects.get(key=key),
            connector=connector,
            path=_last_days(path, Path(folder)) if connector == "irc" else path,
            actor=LOADER,
            now=world.now,
            feed=activity.FEED,
            activity_shift=timedelta(weeks=weeks),
        )


def _last_days(path: Path, folder: Path) -> Path:
    """A folder with the newest day logs of the archive."""
    with tarfile.open(path) as archive:
        days = sorted(each for each in archive.getnames() if each.endswith(".txt") and each[0].isdigit())
        for each in days[-IRC_DAYS:]:
            member = archive.extractfile(each)
            if member is not None:
                (folder / Path(each).name).write_bytes(member.read())
    return folder


def _events(world: World, days: list[date], announced: date | None, off: date | None) -> Iterator[ActivityEvent]:
    for day in days:
        for each in activity.events_of(day, world.found, announced=announced, off=off):
            yield ActivityEvent(
                occurred_at=each.occurred_at,
                account=each.account,
                user=each.user,
                module=each.module,
                action=each.action,
                event_id=each.event_id,
                source=activity.FEED,
            )


def _invented_content(world: World) -> None:
    with tempfile.TemporaryDirectory(prefix="sunsetter-demo-") as folder:
        for each in world.found:
            if not each.is_real:
                import_content(
                    account=Account.objects.get(key=each.key),
                    connector="slack",
                    path=write_export(each, Path(folder), before=world.first_day),
                    actor=LOADER,
                    now=world.now,
                    feed=activity.FEED,
                )
