"""How much do we use it ourselves?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.api import last_complete_day
from lifecycle.api import words
from portal.views.access import Visitor


@dataclass(frozen=True, slots=True)
class OwnFigure:
    name: str
    value: str
    note: str = ""
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class OwnUse:
    id: str
    figures: tuple[OwnFigure, ...]
    as_of: str


def own_use(visitor: Visitor, *, module_key: str, plan_key: str) -> OwnUse | None:
    """The account's own figures and nobody else's; none where no activity names the module."""
    usage = visitor.uses.get(module_key)
    if usage is None:
        return None
    return OwnUse(
        id=f"{plan_key}-use",
        figures=(
            OwnFigure(_("Your people, 28 days"), words.number(usage.users_28), is_word=usage.users_28 is None),
            OwnFigure(_("Your people, 90 days"), words.number(usage.users_90), is_word=usage.users_90 is None),
            OwnFigure(_("Uses, 90 days"), words.number(usage.events_90), is_word=usage.events_90 is None),
            OwnFigure(
                _("Last use"),
                words.day(usage.last_at.date()) if usage.last_at else _("never"),
                _("by %(person)s") % {"person": usage.last_user} if usage.last_user else "",
                is_word=usage.last_at is None,
            ),
        ),
        as_of=words.day(last_complete_day(visitor.now)),
    )
