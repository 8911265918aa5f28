"""Why does an account's use get its verdict: who used it last, when, from which source, and how sure is that?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


def _(text: str) -> str:
    """Marks a text for translators; the page translates, a rule does not."""
    return text


class Why(StrEnum):
    """What decided. Each has a sentence in `SENTENCES` whose figures stand in `UseReason.figures`."""

    FEED_THIN = "feed_thin"
    SILENCE_UNSEEN = "silence_unseen"
    FLOOD_OPEN = "flood_open"
    HISTORY_SHORT = "history_short"
    NEVER_USED = "never_used"
    NEW_USED = "new_used"
    NEW_IDLE = "new_idle"
    USED = "used"
    FEWER_USERS = "fewer_users"
    FALLING = "falling"
    PAUSE_USUAL = "pause_usual"
    PAUSE_ONCE = "pause_once"
    NO_PAUSE_LEARNT = "no_pause_learnt"
    BEYOND_USUAL = "beyond_usual"
    BEYOND_LONGEST = "beyond_longest"
    TOO_FEW_DAYS = "too_few_days"
    ONE_SEASON = "one_season"


SENTENCES = {
    Why.FEED_THIN: _("a source delivered less than 95 %% of what is expected in the window"),
    Why.SILENCE_UNSEEN: _("silent for %(silence)s, and for %(unseen)s of that a source did not deliver"),
    Why.FLOOD_OPEN: _("all use since then is by a user that floods, and nobody has decided yet whether it counts"),
    Why.HISTORY_SHORT: _("the history of %(history)s is shorter than twice its usual pause of %(gap)s"),
    Why.NEVER_USED: _("no use in %(history)s of history"),
    Why.NEW_USED: _("new, and already using it"),
    Why.NEW_IDLE: _("seen for less than 28 days and not yet using it"),
    Why.USED: _("used in the last 28 days"),
    Why.FEWER_USERS: _("users in 28 days: %(now)s, in the 28 before: %(before)s"),
    Why.FALLING: _("weekly users fall by %(percent)s %% of their level a month"),
    Why.PAUSE_USUAL: _("silent for %(silence)s; it usually pauses up to %(gap)s"),
    Why.PAUSE_ONCE: _("silent for %(silence)s; it paused for %(gap)s once, and may do so again"),
    Why.NO_PAUSE_LEARNT: _("silent for %(silence)s, with no repeated pause to learn from"),
    Why.BEYOND_USUAL: _("silent for %(silence)s, beyond 1.5 times its usual pause of %(gap)s"),
    Why.BEYOND_LONGEST: _("silent for %(silence)s, beyond 1.5 times its longest pause of %(gap)s"),
    Why.TOO_FEW_DAYS: _("silent for %(silence)s; %(history)s of history are too few to tell rare from unused"),
    Why.ONE_SEASON: _(
        "silent for %(silence)s; all its use lies within %(span)s, and %(history)s of history do not"
        " show whether that comes back each year"
    ),
}
LAST_USE = _("last use on %(date)s by %(user)s (source %(source)s)")
LAST_USE_UNSOURCED = _("last use on %(date)s by %(user)s")
HOW_SURE = _("%(share)s %% of the expected events arrived, %(history)s of history")
NO_SHARE = _("no source delivers")
FLAGGED = _("users left out because they flood: %(flagged)s")
STRANGER = _(
    "the directory does not know this account: correct the key at its source, or put the account into the directory"
)

DAYS = frozenset({"silence", "unseen", "history", "gap", "span"})  # figures that are a number of days
Value = int | float | str | date


@dataclass(frozen=True, slots=True)
class UseReason:
    """A key and its figures, so that every page says it in its reader's language.

    `last_*`: the last use by somebody who counts. `share`: of the expected events of 28 days, 0…1, what arrived (the
    worst source; None without any). `flagged`: users of the account left out as floods.
    """

    key: Why
    figures: tuple[tuple[str, int], ...] = ()
    last_user: str | None = None
    last_date: date | None = None
    last_source: str | None = None
    share: float | None = None
    history_days: int = 0
    flagged: int = 0
    is_stranger: bool = False

    def parts(self) -> list[tuple[str, dict[str, Value]]]:
        """Sentences with named places and what to put there, in order."""
        found: list[tuple[str, dict[str, Value]]] = [(SENTENCES[self.key], dict(self.figures))]
        if self.last_date and self.last_user is not None:
            told: dict[str, Value] = {"date": self.last_date, "user": self.last_user, "source": self.last_source or ""}
            found.append((LAST_USE if self.last_source else LAST_USE_UNSOURCED, told))
        if self.flagged:
            found.append((FLAGGED, {"flagged": self.flagged}))
        if self.share is None:
            found.append((NO_SHARE, {}))
        else:
            found.append((HOW_SURE, {"share": int(100 * self.share), "history": self.history_days}))
        if self.is_stranger:
            found.append((STRANGER, {}))
        return found

    def sentence(self) -> str:
        """In plain English, for JSON and evidence: days as 2026-05-31."""
        return "; ".join(template % _plain(figures) for template, figures in self.parts())

    def as_json(self) -> dict[str, object]:
        return {
            "key": self.key.value,
            **dict(self.figures),
            "last_date": self.last_date.isoformat() if self.last_date else None,
            "last_source": self.last_source,
            "share": self.share,
            "history_days": self.history_days,
            "flagged": self.flagged,
        }


def _plain(figures: dict[str, Value]) -> dict[str, str]:
    return {
        name: f"{value} day{'' if value == 1 else 's'}" if name in DAYS else str(value)
        for name, value in figures.items()
    }
