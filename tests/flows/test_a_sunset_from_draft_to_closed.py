"""Does one retirement walk from draft to closed, with nobody lost, nobody told twice and everything on record?

Covers A1, A2, A6–A9, A11–A13, A18–A21, B2–B5, D4, E8, E9 and the promises P1, P6, P7, P8 as one story on the real
archives, over a real database, mail server and host product, in simulated time.
"""

import base64
import json
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from config.demo import promises, report
from config.demo.load import load_plan, load_world, plan_text
from config.demo.story import Story
from config.services.mail_sink import MailSink
from demo.host_product import HostProduct
from lifecycle.api import AuditEvent, SunsetPlan, advance
from lifecycle.rules.stages import Stage
from lifecycle.services.refusal import Refused

SECRET = "whsec_" + base64.b64encode(b"a secret of this test, nowhere else").decode()
FIRST_DAY, OFF_DATE = date(2027, 1, 18), date(2027, 3, 8)
SHORTER = {  # the same plan for a module that is not core: the story is half as long
    "criticality: core": "criticality: non_core",
    "policy: own.core": "policy: own.non_core",
    "internal_brief: -104d": "internal_brief: -44d",
    "announce: -91d": "announce: -40d",
    "closed_to_new: -45d": "closed_to_new: -16d",
    "read_only: -28d": "read_only: -9d",
    "purge: +45d": "purge: +31d",
}


@pytest.mark.slow("walks eighty simulated days")
@pytest.mark.requirement("A18", "A19", "A21", "D4", "E8", "E9", "P1", "P7", "P8")
def test_a_sunset_from_draft_to_closed(
    live_db: SimpleNamespace, smtp_sink: MailSink, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    settings.SWITCH_SECRETS = {"SWITCH_SECRET": SECRET}
    with HostProduct(SECRET) as host:
        world = load_world(first_day=FIRST_DAY, invented=4, history_days=30)
        plan = load_plan(world, off=OFF_DATE, switch_url=host.switch_url, text=_shorter(plan_text()))
        told: list[str] = []
        story = Story(world, plan, lambda day, line: told.append(f"{day} {line}"))
        story.tell()
        report.write(tmp_path, plan, story)
        assert host.level_of("messages", "demo-001") == "off"

    arrived = Counter(str(each.message["Message-ID"]) for each in smtp_sink.messages)
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert promises.judge(summary, arrived) == [], "\n".join(told[-40:])
    assert summary["unreached"] == 0
    assert "<script" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    _every_step_is_on_record(plan)
    _the_end_is_final(plan, story)


def _shorter(text: str) -> str:
    for long, short in SHORTER.items():
        assert long in text
        text = text.replace(long, short)
    return text


def _every_step_is_on_record(plan: SunsetPlan) -> None:
    moves = AuditEvent.objects.filter(plan_key=plan.key, action="lifecycle.plan.advanced").order_by("id")
    stages = [json.loads(each.body)["facts"]["to"] for each in moves]
    wanted = [
        "assessing",
        "decided",
        "announced",
        "closed_to_new",
        "read_only",
        "off",
        "observing",
        "archived",
        "closed",
    ]
    assert stages == wanted


def _the_end_is_final(plan: SunsetPlan, story: Story) -> None:
    with pytest.raises(Refused):
        advance(
            plan_id=plan.pk, to=Stage.ROLLED_BACK, actor=story.mover(Stage.OFF), now=story.world.now, reason="regret"
        )
