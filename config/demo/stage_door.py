"""How is the demo's retirement run on services of its own, and what does the mail server say of it?"""

import base64
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from config.demo import promises, report
from config.demo.load import OFF_AFTER, load_plan, load_world
from config.demo.story import Story
from config.services.mail_sink import Answer, MailSink
from config.services.temporary import temporary_services
from demo.host_product import HostProduct
from lifecycle.api import Outcome

FIRST_DAY = date(2027, 1, 4)  # fixed, so that every run gives the same figures
HISTORY_DAYS = 100
SECRET = "whsec_" + base64.b64encode(b"the demo's switch, not a secret!").decode()
BOUNCES = "owner@demo-005.example"  # a mailbox that no longer exists
ROOT = Path(settings.BASE_DIR)
OUT = Path(settings.STATE_DIR) / "demo"


def run(*, invented: int, say: Callable[[str], object]) -> Outcome:
    """Private database and broker, a real mail server and a real host product; then judge what arrived."""
    OUT.mkdir(parents=True, exist_ok=True)
    with temporary_services() as services, MailSink(choose=_choose) as sink, HostProduct(SECRET) as host:
        environ = services.environ(
            EMAIL_URL=sink.url,
            SWITCH_SECRETS=f"SWITCH_SECRET={SECRET}",
            DEMO_SWITCH_URL=host.switch_url,
        )
        _child(["migrate", "--skip-checks", "--verbosity=0"], environ)
        _child(["demo", "--tell", str(OUT), "--accounts", str(invented)], environ)
        arrived = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    summary = json.loads((OUT / "summary.json").read_text(encoding="utf-8"))
    broken = promises.judge(summary, arrived)
    (OUT / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for line in promises.lines(summary, broken):
        say(line)
    return Outcome(summary, code=1 if broken else 0)


def tell(folder: Path, *, invented: int, say: Callable[[str], object]) -> Outcome:
    """Inside the private workspace: load the world, tell the story, write report and summary."""

    def line(day: date, text: str) -> None:
        say(f"{day}  {text}")

    world = load_world(first_day=FIRST_DAY, invented=invented, history_days=HISTORY_DAYS)
    line(world.first_day, f"{len(world.found)} accounts, {HISTORY_DAYS} days of activity, two public archives")
    plan = load_plan(world, off=FIRST_DAY + OFF_AFTER, switch_url=os.environ["DEMO_SWITCH_URL"])
    story = Story(world, plan, line)
    story.tell()
    plan.refresh_from_db()
    report.write(folder, plan, story)
    return Outcome({"stage": plan.stage})


def _choose(recipient: str) -> Answer:
    return Answer.REFUSE if recipient == BOUNCES else Answer.KEEP


def _child(arguments: list[str], environ: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  (our own manage.py)
        [sys.executable, str(ROOT / "manage.py"), *arguments], env=environ, cwd=ROOT, check=False
    )
    if done.returncode:
        raise SystemExit(done.returncode)
