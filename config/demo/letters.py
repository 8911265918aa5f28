"""How do the demo's people approve what customers are told, and again when something changed?"""

from collections.abc import Callable
from datetime import datetime

from config.demo.people import staff
from lifecycle.api import Refused, SunsetPlan
from notifications import api as notifications
from notifications.rules.approval import ASKED_FOR
from notifications.rules.notice_codes import NoticeCode

Note = Callable[[datetime, str], None]


BRIEFED = (("Support", "lea"), ("Sales", "emil"), ("Customer success", "dora"))
WORDING = (
    "Classic channels end. Spaces take their place, and every message can be taken along until the last day of export."
)
ANSWERS = """Where do the messages go? Into Spaces, if the account wants them moved; else into its export.
What is lost? Nothing before the day of deletion, which every letter names.
Who helps? The success manager whom the letter names."""


def brief_teams(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """Paul writes the one wording; each team's own person confirms it before the first customer hears."""
    teams = [notifications.TeamAsked(team, staff(name).email) for team, name in BRIEFED]
    paul = staff("paul").actor
    written = notifications.write_briefing(
        plan=plan, wording=WORDING, answers=ANSWERS, teams=teams, actor=paul, now=now
    )
    for team in written.teams.all():
        person = staff(dict(BRIEFED)[team.name])
        notifications.confirm_briefing(
            team=team.uuid, seen_sha=written.text_sha, email=person.email, actor=person.actor, now=now
        )
    note(now, f"{len(teams)} teams confirm the one wording")


def approve_letters(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """Paul asks, Lea reads and says yes: to every notice of the series, before the first may leave."""
    _ask_and_approve(plan, ASKED_FOR, now, note)


def approve_again(plan: SunsetPlan, now: datetime, note: Note) -> None:
    """A yes that ended because people joined or words changed is asked for anew; what waited goes on."""
    waiting = notifications.voided_notices(plan)
    if waiting:
        _ask_and_approve(plan, waiting, now, note)


def _ask_and_approve(plan: SunsetPlan, codes: tuple[NoticeCode, ...], now: datetime, note: Note) -> None:
    try:
        asked = notifications.ask_approval(plan=plan, codes=codes, actor=staff("paul").actor, now=now)
        uuids = [each.uuid for each in asked]
        notifications.approve_notices(plan=plan, requests=uuids, actor=staff("lea").actor, now=now)
    except Refused as refusal:
        note(now, f"the words of {', '.join(codes)} are not approved: {refusal}")
    else:
        note(now, f"two people stand behind {', '.join(codes)}")
