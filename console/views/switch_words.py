"""In which words is told how far a module is switched off for an account?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifecycle.api import Switch
from lifecycle.rules.stages import SwitchLevel

_LEVELS = {
    SwitchLevel.LIVE: gettext_lazy("live"),
    SwitchLevel.CLOSED_TO_NEW: gettext_lazy("closed to new"),
    SwitchLevel.READ_ONLY: gettext_lazy("read only"),
    SwitchLevel.EXPORT_ONLY: gettext_lazy("export only"),
    SwitchLevel.OFF: gettext_lazy("off"),
}


def switch_words(switch: Switch | None) -> str:
    if switch is None:
        return _("not set")
    level = str(_LEVELS[SwitchLevel(switch.desired)])
    if switch.is_observed:
        return _("%(level)s, observed") % {"level": level}
    return _("%(level)s asked, not yet observed") % {"level": level}
