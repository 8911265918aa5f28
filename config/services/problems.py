"""How does an embedded service say that it cannot run here?"""


class ServiceProblem(RuntimeError):
    """One sentence: what is wrong, where, and what to do."""
