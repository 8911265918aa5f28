"""How does a service say no?"""

from lifecycle.rules.verdicts import Reason, Verdict
from lifecycle.services.sentences import sentence


class Refused(Exception):
    """Carries the verdict; its text is the blockers' sentences."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("; ".join(sentence(each) for each in verdict.blockers))
        self.verdict = verdict

    @property
    def is_wrong_person(self) -> bool:
        return any(each.reason is Reason.WRONG_PERSON for each in self.verdict.blockers)


class BadInput(Exception):
    """Input that cannot be used: the sentence says what, where, and what to do."""
