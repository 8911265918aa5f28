"""How are contacts named that stand beside the series: told again by a person's silence, or corrected once more?"""

from notifications.rules.notice_codes import Channel, NoticeCode

_RETOLD, _AGAIN = "@", "~"


def retold(step: str, revision: int) -> str:
    """The name of a contact that says with another set of dates what this one said."""
    return f"{step.partition(_RETOLD)[0]}{_RETOLD}{revision}"


def is_planned(step: str) -> bool:
    """Whether the series or news asked for it, not somebody's silence."""
    return _RETOLD not in step


def news_step(notice: NoticeCode, channel: Channel, again: int = 0) -> str:
    """News are named by what they say, and how often it had to be said again of the same dates."""
    return f"{notice}{_AGAIN}{again}.{channel}" if again else f"{notice}.{channel}"


def again_of(step: str) -> int:
    return int(step.partition(_AGAIN)[2].partition(".")[0] or 0)
