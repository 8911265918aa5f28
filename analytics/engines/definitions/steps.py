"""Which named steps make the measures, in which order? Build time only."""

import ibis

STEPS: dict[str, ibis.Table] = {}


def step(name: str, expression: ibis.Table) -> ibis.Table:
    """What follows reads the step's result by its name, not by its definition."""
    STEPS[name] = expression
    return ibis.table(expression.schema(), name=name)
