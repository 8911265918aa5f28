"""Which words say why content is not at the replacement, or why a transfer stands still?"""

import re

from django.utils.translation import gettext_lazy as _

# The ledger keeps these reasons in English; what is not listed here is shown as it was recorded.
_WORDS = tuple(
    (re.compile(shape), words)
    for shape, words in (
        (r"not there", _("not there")),
        (r"bytes", _("other bytes")),
        (r"form", _("another form")),
        (r"changed by somebody; left there", _("changed by somebody; left there")),
        (r"another transfer wrote it", _("another transfer wrote it")),
        (r"another object is there", _("another object is there")),
        (r"answered no id", _("the replacement answered no id")),
        (r"answered (?P<status>\d{3})", _("the replacement answered %(status)s")),
        (r"cannot be reached: (?P<error>\w+)", _("the replacement cannot be reached: %(error)s")),
        (r"the folder: (?P<error>.*)", _("the folder: %(error)s")),
        (
            r"(?P<failed>\d+) of (?P<total>\d+) objects failed: over the budget for errors",
            _("%(failed)s of %(total)s objects failed: over the budget for errors"),
        ),
        (
            r"its limits are not those of the dry run; roll back and rehearse again",
            _("its limits are not those of the dry run; roll back and rehearse again"),
        ),
    )
)


def reason_words(reason: str) -> str:
    """In the language of the page; names of fields that differ stay names."""
    for shape, words in _WORDS:
        if found := shape.fullmatch(reason):
            return str(words) % found.groupdict()
    return reason
