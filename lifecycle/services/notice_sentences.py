"""Which sentences say why a notice may not leave, or a mailing not go on?"""

from django.utils.translation import gettext_lazy

from lifecycle.services.preflight_sentences import PREFLIGHT_SENTENCES

NOTICE_SENTENCES = {
    **PREFLIGHT_SENTENCES,
    "notice_unapproved": gettext_lazy("“%(what)s”: nobody has asked a second person for approval yet."),
    "notice_waits": gettext_lazy("“%(what)s”: a second person's approval is missing; %(by)s asked for it."),
    "notice_plan_changed": gettext_lazy("“%(what)s”: the plan's dates or facts changed since %(by)s approved it."),
    "notice_words_changed": gettext_lazy("“%(what)s”: its words changed since %(by)s approved it."),
    "notice_key_joined": gettext_lazy("“%(what)s”: the key account %(subject)s joined since it was approved."),
    "notice_grew": gettext_lazy("“%(what)s”: %(count)s accounts joined since it was approved; up to %(limit)s may."),
    "notice_changed": gettext_lazy("“%(what)s”: the plan or the words changed since approval was asked for; ask anew."),
    "notice_requester": gettext_lazy(
        "Whoever asked for approval cannot give it; two logins of one person are one person."
    ),
    "notice_no_request": gettext_lazy("No request for approval is open here."),
    "notice_other_requests": gettext_lazy(
        "The requests for approval are not those that you were shown: open the page anew and read what is asked now."
    ),
    "notice_test": gettext_lazy("The test did not leave: %(detail)s."),
    "run_halted": gettext_lazy("This mailing is halted already, by %(by)s."),
    "run_finished": gettext_lazy("This mailing is finished: nothing of it is left to hold."),
    "run_not_halted": gettext_lazy("This mailing is not halted."),
    "run_unknown": gettext_lazy("There is no such mailing."),
    "quarantine_none": gettext_lazy("There is no quarantine: what is due may leave."),
    "quarantine_unreconciled": gettext_lazy(
        "Nobody has said yet which letters left: “manage.py notices quarantine reconcile” looks it up and lists "
        "the rest."
    ),
    "quarantine_many": gettext_lazy(
        "%(found)s letters and contacts were due; a page looks at %(limit)s at most. On the server, "
        "“manage.py notices quarantine reconcile --sent LOG --as EMAIL” looks at all of them."
    ),
    "quarantine_many_tasks": gettext_lazy(
        "%(found)s letters are in doubt; a page makes tasks of %(limit)s at most. On the server, "
        "“manage.py notices quarantine release --reason WHY --as EMAIL” makes all of them."
    ),
    "wording_fixed": gettext_lazy("“%(what)s” has no paragraph of your own: it must reach people at once."),
    "wording_long": gettext_lazy("“%(what)s”: a paragraph may hold %(found)s characters at most."),
    "lint_part": gettext_lazy("“%(what)s” (%(place)s): something that it owes its reader is missing: %(found)s."),
    "lint_no_subject": gettext_lazy("“%(what)s” (%(place)s) has no subject."),
    "lint_no_text": gettext_lazy("“%(what)s” (%(place)s) has no text part."),
    "lint_header": gettext_lazy("“%(what)s” (%(place)s): the subject holds the control character %(found)s."),
    "lint_size": gettext_lazy("“%(what)s” (%(place)s) is too big: %(found)s bytes; 100,000 is the most."),
    "lint_link": gettext_lazy("“%(what)s” (%(place)s) leads to a foreign host: %(found)s."),
    "lint_dead_link": gettext_lazy("“%(what)s” leads to a page that does not exist: %(found)s."),
    "lint_link_unknown": gettext_lazy("“%(what)s”: %(found)s did not answer; open it yourself before you approve."),
    "lint_placeholder": gettext_lazy("“%(what)s” holds a placeholder that nobody fills: %(found)s."),
    "lint_untranslated": gettext_lazy("“%(what)s” (%(place)s): a sentence is not translated: %(found)s"),
    "lint_promotion": gettext_lazy("“%(what)s” must go out, so it may not sell anything: %(found)s."),
    "lint_loose_date": gettext_lazy("“%(what)s”: %(found)s would not move with the plan; name the date instead."),
    "lint_past_date": gettext_lazy("“%(what)s” speaks of a date that is past: %(which)s."),
}
