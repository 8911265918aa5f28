"""What does an alarm say to a person, and what is to be done about it?"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifecycle.api import words
from notifications.rules.alarms import AlarmCheck
from notifications.rules.runs import HaltReason

_C = AlarmCheck
SENTENCES = {
    _C.QUARANTINE: gettext_lazy("Nothing leaves since %(since)s: this database may be an older copy."),
    _C.RECONCILER: gettext_lazy("The reconciler has not ticked since %(since)s."),
    _C.WORKERS: gettext_lazy("No worker has heard a doorbell of the queue “%(subject)s” since %(since)s."),
    _C.SILENCE: gettext_lazy(
        "Nobody asked what is due, or nobody heard it, from %(since)s to %(until)s; what was due then left late."
    ),
    _C.OVERDUE: gettext_lazy("A message that may leave has been waiting since %(since)s."),
    _C.NO_EVENTS: gettext_lazy("The mail provider took %(count)s messages over and told nothing about any of them."),
    _C.PLANNING: gettext_lazy(
        "%(subject)s: planned for a part of its accounts since %(since)s; no letter of it leaves."
    ),
    _C.PLAN_FAILS: gettext_lazy("%(subject)s: planning its notices has failed since %(since)s."),
    _C.ACCOUNTS_FAIL: gettext_lazy(
        "%(subject)s: planning fails on some accounts, and no letter of it leaves to them: %(count)s (%(accounts)s)."
    ),
    _C.FLOOR: gettext_lazy("%(subject)s: accounts that nobody reached before the notice period: %(count)s."),
    _C.UNCERTAIN: gettext_lazy("Messages of which nobody has known for a day whether they left: %(count)s."),
    _C.HALTED: gettext_lazy("%(subject)s: the mailing stopped (%(reason)s)."),
    _C.CANARY: gettext_lazy("%(subject)s: every one of the first letters was put off, so the rest waits."),
    _C.CALENDAR: gettext_lazy("%(subject)s: a table of holidays is missing: %(gaps)s."),
}
REMEDIES = {
    _C.QUARANTINE: gettext_lazy(
        "Run “manage.py notices quarantine show”; “docs/runbooks/quarantine.md” says what then."
    ),
    _C.RECONCILER: gettext_lazy("Start “manage.py tick --loop”."),
    _C.WORKERS: gettext_lazy(
        "Start the workers again; until then the reconciler does their work, one thing after another."
    ),
    _C.SILENCE: gettext_lazy("Find out why it stood still; run two reconcilers."),
    _C.OVERDUE: gettext_lazy("Look at the workers, and at the mail server: “manage.py doctor”."),
    _C.NO_EVENTS: gettext_lazy("Look at the webhook that the provider calls, and at MAIL_HOOK_SECRETS."),
    _C.PLANNING: gettext_lazy("Look in the log of the workers why planning comes no further."),
    _C.PLAN_FAILS: gettext_lazy("Look in the log of the workers why planning fails; it is tried again at each look."),
    _C.ACCOUNTS_FAIL: gettext_lazy(
        "Look in the log of the workers why planning fails, and at what is on record of these accounts, such as their "
        "time zone; they are tried again at each look."
    ),
    _C.FLOOR: gettext_lazy("Reach them, let them go on record, or move the end: “manage.py notices KEY unreached”."),
    _C.UNCERTAIN: gettext_lazy("Ask, or look in the mail server's log: the page In doubt."),
    _C.HALTED: gettext_lazy("Mend the cause, then let it go on: “manage.py notices KEY resume”."),
    _C.CANARY: gettext_lazy("Ask the mail provider why it puts our letters off."),
    _C.CALENDAR: gettext_lazy("Update the package holidays, or enter the days: “manage.py working_days”."),
}
HALT_WORDS = {
    HaltReason.HARD_BOUNCES: gettext_lazy("too many letters came back"),
    HaltReason.COMPLAINTS: gettext_lazy("too many complaints"),
    HaltReason.UNCERTAIN: gettext_lazy("too many letters in doubt"),
    HaltReason.RENDER_ERROR: gettext_lazy("a letter could not be written"),
    HaltReason.CONFIGURATION: gettext_lazy("our own mail set-up was refused"),
    HaltReason.NO_EVENTS: gettext_lazy("the provider reports nothing"),
    HaltReason.BY_PERSON: gettext_lazy("stopped by a person"),
}


def alarm_sentence(check: str, subject: str, facts: Mapping[str, str]) -> str:
    """In the reader's language; a fact that is absent reads “unknown”."""
    told = _Told({name: _said(name, value) for name, value in facts.items()}, subject=subject)
    return str(SENTENCES[AlarmCheck(check)]) % told


def alarm_remedy(check: str) -> str:
    return str(REMEDIES[AlarmCheck(check)])


def _said(name: str, value: str) -> str:
    if name == "reason" and value in set(HaltReason):
        return str(HALT_WORDS[HaltReason(value)])
    if name == "gaps":
        return words.listed(_gap(each) for each in value.split(", "))
    return words.in_words(value)


def _gap(text: str) -> str:
    """As the calendar wrote it down: “CN after 2026-12-31”."""
    country, after, day = text.partition(" after ")
    return _("%(country)s after %(day)s") % {"country": country, "day": words.in_words(day)} if after else text


class _Told(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return _("unknown")
