"""Which pages of docs/generated are made from the rules, and what do they say now?"""

from collections.abc import Callable, Iterable, Sequence
from io import StringIO

from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from config.schedule import CANARY, CANARY_EVERY_S, EASY_ACCOUNTS, SCHEDULE
from lifecycle.rules.criteria import CRITERIA, DEMANDS
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import LADDER, RULES, SKIPPABLE, Move, Stage, move_kind
from lifecycle.rules.tiers import Tier
from notifications.rules.cadence import Step, steps_of

MADE = "<!-- Made by `manage.py generate_docs`; edit the rules, not this page. -->"
ARROWS = {Move.FORWARD: "==>", Move.BACK: "-->"}


def stages() -> str:
    """The ladder, as a diagram and as tables."""
    return _page(
        "Stages",
        "Each move forward passes the gate of the stage entered. Thick arrows go forward, thin ones back; a plan may"
        " leave out dashed stages. Moves aside (pause, resume, cancel, roll back) stand in the table.",
        _diagram(),
        _table(
            ("Stage", "Accounts see", "Moved in by", "Approvals", "Host product", "Undo"),
            (
                (stage.label, rule.accounts_see, rule.mover, rule.people or "none", rule.level.key, rule.undo)
                for stage, rule in RULES.items()
            ),
        ),
        "## Moves",
        _table(("From", "To", "Kind"), _moves()),
        "## Gates",
        _table(
            ("To enter", "Must hold", "Of whom", "Fresh for", "Brought by", "Cleared by"),
            (
                (
                    stage.label,
                    f"`{key}` ({it.code}): {it.limit}",
                    it.scope,
                    _span(it.fresh_for.days),
                    it.source,
                    it.cleared_by,
                )
                for stage, keys in DEMANDS.items()
                for key, it in ((key, CRITERIA[key]) for key in keys)
            ),
        ),
    )


def _span(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _moves() -> Iterable[tuple[object, ...]]:
    for stage in Stage:
        for to in Stage:
            if kind := move_kind(stage, to):
                yield stage.label, to.label, kind.replace("_", " ")
    yield Stage.PAUSED.label, "where it stopped", Move.RESUME


def _diagram() -> str:
    lines = ["```mermaid", "flowchart TD"]
    lines += [f"    {stage}[{stage.label}]" for stage in Stage]
    for stage in LADDER:
        kinds = {to: move_kind(stage, to) for to in LADDER}
        lines += [f"    {stage} {ARROWS[kind]} {to}" for to, kind in kinds.items() if kind in ARROWS]
    lines += [f"    {stage} -. pause .-> {Stage.PAUSED}" for stage in LADDER if move_kind(stage, Stage.PAUSED)]
    lines += [
        f"    {stage} -. roll back .-> {Stage.ROLLED_BACK}" for stage in LADDER if move_kind(stage, Stage.ROLLED_BACK)
    ]
    lines += [f"    {stage} -. cancel .-> {Stage.CANCELLED}" for stage in Stage if move_kind(stage, Stage.CANCELLED)]
    lines += [f"    {Stage.ROLLED_BACK} --> {Stage.ASSESSING}"]
    lines += [f"    style {stage} stroke-dasharray: 5 5" for stage in LADDER if stage in SKIPPABLE]
    return "\n".join([*lines, "```"])


def schedule() -> str:
    rounds = [(f"`{each.doorbell}`", f"{each.every_s} s", each.per.value, each.question) for each in SCHEDULE]
    rounds.append((f"`{CANARY}`", f"{CANARY_EVERY_S} s", "once", "Does a worker hear the doorbell?"))
    return _page(
        "Schedule",
        "What the tick asks, and how often. A lost message costs one round: the row is the job. What reads all "
        f"accounts of a plan comes once more as late for every {EASY_ACCOUNTS:,} of them.",
        _table(("Doorbell", "Every", "For", "Question"), rounds),
    )


def cadence() -> str:
    parts = [
        part
        for criticality in Criticality
        for tier in Tier
        for part in (
            f"## {criticality.value}: {tier.label}",
            _table(_CADENCE, map(_contact, steps_of(criticality, tier))),
        )
    ]
    return _page(
        "Cadence",
        "Which contacts an account of each tier gets, by what depends on it. `d` counts days, `w` working days.",
        *parts,
    )


_CADENCE = ("When", "Through", "Notice", "Mandatory", "After the call")


def _contact(step: Step) -> tuple[object, ...]:
    marks = ("yes" if step.mandatory else "", "yes" if step.follows_call else "")
    return f"`{step.moment}`", step.channel, f"`{step.notice}`", *marks


def openapi() -> str:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # no types there
    made: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})  # type: ignore[no-untyped-call]  # the same
    return made.decode()


def plan_schema() -> str:
    said = StringIO()
    call_command("plan", "schema", stdout=said)
    return said.getvalue()


DOCUMENTS: dict[str, Callable[[], str]] = {
    "cadence.md": cadence,
    "openapi.yaml": openapi,
    "schedule.md": schedule,
    "stages.md": stages,
    "sunset.schema.json": plan_schema,
}


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", MADE, *parts]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)
