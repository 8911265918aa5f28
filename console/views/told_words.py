"""How does what a service once wrote down in English read in the reader's language?

Rows hold one wording for commands and machines; pages say it anew. What is not known here stands as it is.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.labels import PARTS_OF_THE_PRODUCT
from lifecycle.api import words
from lifecycle.rules.actors import ActorKind

# Why a task stands on the desk, behind the name of the account.
_SUBJECTS: tuple[tuple[re.Pattern[str], Promise], ...] = tuple(
    (re.compile(f"{pattern}\\Z"), sentence)
    for pattern, sentence in (
        (r"nobody to write to", gettext_lazy("nobody to write to")),
        (r"nothing could be sent", gettext_lazy("nothing could be sent")),
        (r"every contact refused or bounced", gettext_lazy("every contact refused or bounced")),
        (r"nobody else is known: a contact must be found", gettext_lazy("nobody else is known: find a contact")),
        (r"not reached in time, the gate is shut", gettext_lazy("not reached in time, the gate is shut")),
        (
            r"its webhook no longer answers, tell them another way",
            gettext_lazy("its webhook no longer answers: tell them another way"),
        ),
        (
            r"a person complained about our mail: tell the account another way",
            gettext_lazy("a person complained about our mail: tell the account another way"),
        ),
        (r"no answer to “(?P<what>.*)”", gettext_lazy("no answer to “%(what)s”")),
        (r"a reply to “(?P<what>.*)”", gettext_lazy("a reply to “%(what)s”")),
        (r"an automatic reply to “(?P<what>.*)”", gettext_lazy("an automatic reply to “%(what)s”")),
        (r"did (?P<what>\S+) arrive\?", gettext_lazy("did %(what)s arrive?")),
        (
            r"(?P<what>.+) is used again after it had fallen silent",
            gettext_lazy("%(what)s is used again after it had fallen silent"),
        ),
    )
)
# What stopped a mailing, in numbers.
_COUNTS: dict[str, Promise] = {
    "tried": gettext_lazy("tried: %(count)s"),
    "hard bounced": gettext_lazy("came back for good: %(count)s"),
    "complained": gettext_lazy("complained: %(count)s"),
    "uncertain": gettext_lazy("in doubt: %(count)s"),
    "not rendered": gettext_lazy("could not be written: %(count)s"),
}
_COUNT = re.compile(r"(?P<what>[a-z ]+) (?P<count>\d+)\Z")


def subject_words(subject: str, *, account: str) -> str:
    """Without the account's name, which stands beside it; the subject of a letter stays in its own language."""
    said = subject.removeprefix(f"{account}: ")
    for pattern, sentence in _SUBJECTS:
        if found := pattern.match(said):
            return str(sentence) % found.groupdict()
    return subject


def halt_words(detail: str) -> str:
    """`tried 20, hard bounced 2; 550 5.7.515 …`: counts in the reader's language, a server's answer as it came."""
    told, _apart, answer = detail.partition("; ")
    counts = words.listed(_count(part) for part in told.split(", "))
    return words.in_turn(each for each in (counts, answer) if each)


def actor_words(actor: str, kind: str = ActorKind.SYSTEM) -> str:
    """A person's or a token's name stands as it is; a part of the product is named in the reader's language."""
    return _(actor) if kind == ActorKind.SYSTEM and actor in PARTS_OF_THE_PRODUCT else actor


def _count(part: str) -> str:
    found = _COUNT.match(part)
    sentence = _COUNTS.get(found["what"]) if found else None
    return str(sentence) % {"count": words.number(int(found["count"]))} if found and sentence else part
