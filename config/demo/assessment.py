"""What do the people of the demo weigh before they decide? Invented figures for a real plan file."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from config.demo.people import staff
from lifecycle.api import SunsetPlan, assessment_of, write_entry
from lifecycle.rules.assessment_entries import Acknowledgement, Effect, Entry, Group, ScenarioTerms
from lifecycle.rules.cost import Costs
from lifecycle.rules.feedback import Remark, Severity, Voice
from lifecycle.rules.scorecard import Aspect, Readiness, Score

LATER = "a-year-later"
COSTS = Costs(
    currency="USD",
    infrastructure=Decimal(8_000),
    people=Decimal(12_000),
    defects=Decimal(2_000),
    running=Decimal(4_000),
    direct=Decimal(90_000),
    indirect=Decimal(30_000),
)
SCORES = (
    (Aspect.TECHNICAL_FIT, 4, 2, "Every message, file and reaction has a place in Spaces."),
    (Aspect.PERFORMANCE, 4, 1, "Opens a channel in 0.3 s where classic channels take 0.9 s."),
    (Aspect.COST, 4, 1, "See the costs: back in month 8."),
    (Aspect.USER_EXPERIENCE, 3, 2, "Pilot of two accounts: NPS 21 against 24."),
    (Aspect.SUPPORT, 4, 1, "The desk was trained in December."),
    (Aspect.LAW, 5, 3, "One key per customer; counsel agreed to the new terms."),
    (Aspect.DATES, 3, 1, "Eleven weeks between the announcement and the end."),
    (Aspect.SECURITY, 5, 3, "Encrypted per customer; the external review found nothing grave."),
)  # nobody has scored the risk yet: the total is a range


def weigh(plan: SunsetPlan, now: datetime) -> None:
    """Two scenarios, scores, feedback, effects, an answer for everything that depends on the module; once."""
    if assessment_of(plan).remarks:
        return
    actor = staff("paul").actor
    for entry in _entries(now.date()):
        write_entry(plan=plan, entry=entry, actor=actor, now=now)
    own = ScenarioTerms("As planned", readiness=Readiness.READY)
    write_entry(plan=plan, entry=own, actor=actor, now=now, scenario="plan")
    later = ScenarioTerms("A year later", readiness=Readiness.READY, off_date=now.date() + timedelta(days=470))
    waiting = replace(COSTS, direct=Decimal(75_000), running=Decimal(5_000))
    for entry in (later, waiting):
        write_entry(plan=plan, entry=entry, actor=actor, now=now, scenario=LATER)


def _entries(today: date) -> list[Entry]:
    scores = [Score(each, value, weight, why, as_of=today) for each, value, weight, why in SCORES]
    return [
        COSTS,
        *scores,
        Remark(Voice.SUCCESS, Severity.HIGH, "Ask for a date outside their exam weeks.", "dates", "houston-data"),
        Remark(Voice.SUPPORT, Severity.MEDIUM, "Half of the questions will be about old links."),
        Remark(Voice.SALES, Severity.LOW, "New customers never ask for classic channels."),
        Effect(Group.END_USERS, "Threads instead of one stream; links keep working.", "Dora Quist", _on(today, 100)),
        Effect(Group.BUSINESS_CUSTOMERS, "Their administrators export once more.", "Dora Quist", _on(today, 95)),
        Effect(Group.ENGINEERING, "One message store to run instead of two.", "Paul Marsh", _on(today, 130)),
        Effect(Group.QA, "The old suite runs until the archive is closed.", "Olga Petrov", _on(today, 130)),
        Effect(Group.SUPPORT, "Two weeks of more questions.", "Lea Roth", _on(today, 110)),
        Effect(Group.SALES, "One offer less to explain.", "Lea Roth", _on(today, 60)),
        Acknowledgement("nightly report bot", "Reads Spaces through the new webhooks from the announcement on."),
    ]


def _on(today: date, days: int) -> date:
    return today + timedelta(days=days)
