"""Does the go/no-go page name every criterion as the rules have it: code, limit, age, who clears it, which stage?"""

from datetime import timedelta

from lifecycle.rules.criteria import CRITERIA, DEMANDS, Source
from tests.docs.pages import read, rows

PAGE = "docs/runbooks/go_no_go.md"


def expected() -> dict[str, list[str]]:
    return {
        key: [
            each.code,
            each.limit,
            each.scope.replace("_", " "),
            _age(each.fresh_for),
            each.cleared_by + (" (leave possible)" if each.may_be_exempted else ""),
            ", ".join(stage for stage, keys in DEMANDS.items() if key in keys) or "–",
        ]
        for key, each in CRITERIA.items()
    }


def _age(fresh_for: timedelta) -> str:
    if fresh_for.days >= 3650:
        return "–"
    return "1 day" if fresh_for.days == 1 else f"{fresh_for.days} days"


def test_the_table_says_what_the_rules_say() -> None:
    table = {cells[1].strip("`"): [cells[0], *cells[2:6], cells[7]] for cells in rows(read(PAGE), width=8)}
    assert table == expected()


def test_every_criterion_has_a_way_to_be_cleared_and_signing_is_named_only_where_it_is_possible() -> None:
    ways = {cells[1].strip("`"): cells[6] for cells in rows(read(PAGE), width=8)}
    assert [key for key, way in ways.items() if not way.strip()] == []
    signed = {key for key, way in ways.items() if "--attest" in way}
    assert signed == {key for key, each in CRITERIA.items() if each.source is Source.ATTESTED}
