"""May a planned contact leave at the plan's present stage?"""

from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.rules.notice_codes import NoticeCode

_UNTIL_OFF = frozenset(LADDER[LADDER.index(Stage.ANNOUNCED) : LADDER.index(Stage.OFF)])
_FROM_OFF = frozenset({Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED})

ALLOWED: dict[NoticeCode, frozenset[Stage]] = {
    NoticeCode.SUNSET_ANNOUNCED: _UNTIL_OFF,
    NoticeCode.SUNSET_REMINDER: _UNTIL_OFF,
    NoticeCode.LAST_CALL: _UNTIL_OFF,
    NoticeCode.SWITCHED_OFF: _FROM_OFF,
    NoticeCode.AFTER: _FROM_OFF,
    NoticeCode.CORRECTION: _UNTIL_OFF | _FROM_OFF | {Stage.PAUSED},
    NoticeCode.CANCELLED: frozenset({Stage.CANCELLED, Stage.ROLLED_BACK}),
}


def may_release(notice: NoticeCode, stage: Stage) -> Verdict:
    """Nobody hears of an undecided plan, of an end that has not come, or of dates under review."""
    if stage in ALLOWED[notice]:
        return Verdict()
    return blocked("notice_stage", Reason.WRONG_STAGE, stage=stage, notice=notice)
