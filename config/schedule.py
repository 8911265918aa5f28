"""What is looked at how often? Each line is a question asked of the database, never a timer that fires once."""

from dataclasses import dataclass
from enum import StrEnum

from lifecycle.rules.signs_of_life import COMMON_QUEUE

# What a core reads in a tenth of the usual time between two rounds; no round waits longer than a quarter of an hour.
EASY_ACCOUNTS, LONGEST_WAIT_S = 5_000, 900
# One worker may serve them all; each may have its own. What reads all of something never stands before a letter.
QUEUES = (COMMON_QUEUE, "notice", "export", "archive", "bulk")
_NOTICE = {"notifications.deliver", "notifications.apply_events", "notifications.pass_on"}
_EXPORT = {"portability.build"}
_BULK = {"analytics.ingest", "analytics.refresh", "analytics.compact", "analytics.look_for_floods"}
_LONG = {"bulk", "export"}  # queues of what has another limit than the usual one
_BULK |= {"lifecycle.prove_audit", "notifications.reconcile_withdrawn", "notifications.watch_desk"}
# Twice does no harm, since rows are claimed and places kept, and a minute late does: an outage that goes wrong must
# end, and whoever was told a day that no longer holds must hear of it.
_URGENT = {"lifecycle.drive_switches", "notifications.reconcile", "notifications.reconcile_withdrawn"}


class Per(StrEnum):
    """What a round is rung for; one that reads all accounts of a plan does so though nothing happened."""

    ONCE = "once"
    PLAN = "each plan"
    ACCOUNTS = "each plan, all its accounts"


@dataclass(frozen=True, slots=True)
class Round:
    """`doorbell` is the task's name; `every_s` is how long the tick waits before it asks again."""

    doorbell: str
    every_s: int
    question: str
    per: Per = Per.ONCE

    def wait_s(self, accounts: int) -> int:
        """What reads all accounts comes later the more there are; an act that cannot wait rings by itself."""
        if self.per is not Per.ACCOUNTS:
            return self.every_s
        return max(self.every_s, min(LONGEST_WAIT_S, self.every_s * (1 + accounts // EASY_ACCOUNTS)))

    @property
    def queue(self) -> str:
        if self.per is not Per.ONCE or self.doorbell in _BULK:
            return "bulk"
        return "notice" if self.doorbell in _NOTICE else "export" if self.doorbell in _EXPORT else COMMON_QUEUE

    @property
    def is_long(self) -> bool:
        """It may take many minutes, and has the limit for it."""
        return self.queue in _LONG

    @property
    def is_urgent(self) -> bool:
        return self.doorbell in _URGENT

    @property
    def may_wait(self) -> bool:
        """For a worker that is busy; else whoever rings does it after a minute, though somebody lives."""
        return self.is_long and not self.is_urgent


SCHEDULE: tuple[Round, ...] = (
    Round("lifecycle.sequence_audit", 2, "Which committed acts have no place in the chain yet?"),
    Round("notifications.reconcile_withdrawn", 5, "Whom must a plan that was taken back still tell?"),
    Round("notifications.deliver", 2, "Which deliveries are due, or were left by a dead worker?"),
    Round("notifications.apply_events", 2, "What did mail providers tell since, and of which message?"),
    Round("analytics.ingest", 2, "Which received batches of activity wait, or were left by a dead worker?"),
    Round("portability.build", 5, "Which exports wait, or were left by a dead worker?"),
    Round("notifications.reconcile", 30, "Do the planned contacts match what each plan asks for?", Per.ACCOUNTS),
    Round("notifications.publish", 15, "Do announcements, calendars and webhooks say what the plans say?"),
    Round("notifications.copy_to_rooms", 15, "Which milestones have the rooms of staff not heard of yet?"),
    Round("notifications.pass_on", 2, "Which copies for webhooks and rooms are due?"),
    Round("lifecycle.drive_switches", 15, "Does the host product show what each plan asks for?", Per.PLAN),
    Round("lifecycle.observe", 60, "Who still tries, and is the observation over?", Per.PLAN),
    Round("notifications.push_evidence", 60, "Whom did the notices reach?", Per.ACCOUNTS),
    Round("notifications.escalate", 300, "Who has not answered, and what is the next step?", Per.ACCOUNTS),
    Round("notifications.watch_desk", 60, "Whose work on the desk is left lying?"),
    Round("notifications.watch_alarms", 60, "What calls the operator: overdue, silent, in doubt, held, late?"),
    Round("notifications.keep_proofs", 3600, "What can be proven since to each account?", Per.PLAN),
    Round("portability.push_evidence", 60, "Whose export is settled, whose archive restored?", Per.ACCOUNTS),
    Round("analytics.push_evidence", 120, "Who uses the modules that are being retired?", Per.ACCOUNTS),
    Round("analytics.push_affected", 30, "Who used them since, by name, and who fell silent?", Per.PLAN),
    Round("lifecycle.prove_audit", 900, "Does the audit ledger verify?"),
    Round("analytics.refresh", 300, "Which days have new activity?"),
    Round("analytics.compact", 3600, "Which settled days lie in many files, and whose raw events are to go?"),
    Round("analytics.look_for_floods", 3600, "Which users flood a module with events?"),
)
CANARY = "lifecycle.canary"
HEARD = tuple(sorted({each.queue for each in SCHEDULE}))  # each has its own canary: a worker may hear one queue only
CANARY_EVERY_S = 15
