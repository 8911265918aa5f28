"""Which sentence does a blocker make, on the button, in the 409 body, in the command and in the exception?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.verdicts import Blocker, Reason, Verdict
from lifecycle.services import words
from lifecycle.services.act_sentences import ACT_OF_STAFF
from lifecycle.services.assess_sentences import ASSESS_SENTENCES
from lifecycle.services.brownout_sentences import BROWNOUT_SENTENCES
from lifecycle.services.given_sentences import GIVEN_NAMES, GIVEN_SENTENCES
from lifecycle.services.notice_sentences import NOTICE_SENTENCES
from lifecycle.services.plan_sentences import PLAN_SENTENCES
from lifecycle.services.reach_sentences import REACH_SENTENCES

CRITERION_NAMES = {
    "plan_fresh": gettext_lazy("The plan is as approved"),
    "approvals": gettext_lazy("Two people approved it"),
    "activity_alive": gettext_lazy("Activity data is arriving"),
    "notice_served": gettext_lazy("Every notice was served and the notice period is over"),
    "all_reached": gettext_lazy("Every notice that is due has reached somebody at the account"),
    "key_cleared": gettext_lazy("The success manager cleared the key account"),
    "export_settled": gettext_lazy("The account's export is settled"),
    "no_export_open": gettext_lazy("No export is running or failed"),
    "backup_restores": gettext_lazy("The backup was restored and is equal"),
    "transfer_done": gettext_lazy("The data was transferred"),
    "usage_below": gettext_lazy("Nobody uses the module any more"),
    "no_dependants": gettext_lazy("Nothing depends on the module"),
    "holds": gettext_lazy("No legal hold is in the way"),
    "contract_end": gettext_lazy("The contract allows it"),
    "brownouts_done": gettext_lazy("The brownouts are done"),
    "rollback_ready": gettext_lazy("The rollback was rehearsed"),
    "calendar": gettext_lazy("The day is a working day without a freeze"),
    "operators": gettext_lazy("The people on call acknowledged it"),
    "audit_ok": gettext_lazy("The audit ledger verifies"),
    "no_incident": gettext_lazy("No incident is open"),
    "decision_current": gettext_lazy("The decision is on record"),
    "lead_time_kept": gettext_lazy("The lead time is kept"),
    "replacement_ready": gettext_lazy("The replacement is ready"),
    "teams_briefed": gettext_lazy("Every internal team is briefed"),
    "wording_complete": gettext_lazy("The wording exists in each language needed"),
    "contact_usable": gettext_lazy("The account has a contact who can be told"),
    "switch_answers": gettext_lazy("The switch answers"),
    "switch_observed": gettext_lazy("The module was observed off twice"),
    "observation_over": gettext_lazy("The observation is over without alarm"),
    "stragglers_settled": gettext_lazy("No straggler is open"),
    "archive_restored": gettext_lazy("The archive was restored and is equal"),
    "test_export_verified": gettext_lazy("A test export was verified"),
    "integrations_unlinked": gettext_lazy("Integrations are unlinked"),
    "disposal_settled": gettext_lazy("Disposal is settled"),
    "wrap_up_complete": gettext_lazy("The wrap-up list is complete"),
}
EVIDENCE_SENTENCES = {
    Reason.MISSING: gettext_lazy("%(name)s: nothing is on record yet."),
    Reason.UNKNOWN: gettext_lazy("%(name)s: unknown as of %(as_of)s (source: %(source)s)."),
    Reason.STALE: gettext_lazy("%(name)s: last known %(as_of)s, too old to count (source: %(source)s)."),
    Reason.BELOW: gettext_lazy("%(name)s: does not hold as of %(as_of)s: %(value)s (source: %(source)s)."),
}
ACCOUNT_SENTENCES = {
    Reason.MISSING: gettext_lazy("%(subject)s: %(name)s: nothing is on record yet."),
    Reason.UNKNOWN: gettext_lazy("%(subject)s: %(name)s: unknown as of %(as_of)s (source: %(source)s)."),
    Reason.STALE: gettext_lazy("%(subject)s: %(name)s: last known %(as_of)s, too old to count (source: %(source)s)."),
    Reason.BELOW: gettext_lazy("%(subject)s: %(name)s: does not hold as of %(as_of)s: %(value)s (source: %(source)s)."),
}
# Of what only can hold or not, “does not hold … : no” would say it twice.
PLAIN_SENTENCES = {
    False: gettext_lazy("%(name)s: does not hold as of %(as_of)s (source: %(source)s)."),
    True: gettext_lazy("%(subject)s: %(name)s: does not hold as of %(as_of)s (source: %(source)s)."),
}
ACT_SENTENCES = {
    "move": gettext_lazy("A plan in stage %(stage)s cannot go to %(to)s. It may go to: %(allowed)s."),
    "rights": gettext_lazy("This needs another person: %(entitled)s."),
    "too_early": gettext_lazy("%(what)s is due on %(due)s, not before."),
    "lead_time": gettext_lazy(
        "The lead time is too short: %(rule)s needs %(needed)s; the earliest date that passes is %(earliest)s."
    ),
    "author": gettext_lazy("The author of a plan cannot approve it."),
    "plan_changed": gettext_lazy("The plan changed since it was shown: look again, then approve."),
    "date_order": gettext_lazy("%(earlier)s (%(earlier_date)s) stands after %(later)s (%(later_date)s)."),
    "date_past": gettext_lazy("%(what)s is on %(date)s, which is past."),
    "one_plan": gettext_lazy("Module %(module)s already has the active plan %(plan)s."),
    "ratchet": gettext_lazy("%(what)s was announced for %(old)s; an earlier date needs two approvals on record."),
    "not_attestable": gettext_lazy("%(criterion)s is computed from evidence; nobody can sign for it."),
    "not_exemptible": gettext_lazy("%(criterion)s cannot be waived; it has only its own resolution."),
    "access_leave": gettext_lazy(
        "%(subject)s may go on using the module until %(ends)s; its data must stay till then."
    ),
    "two_people": gettext_lazy("This needs two people, neither the author of the plan."),
    "export_limit": gettext_lazy("%(what)s: the limit is %(limit)s; it frees %(frees)s."),
    "transfer_loss": gettext_lazy(
        "%(subject)s: %(count)s records would lose something (%(loss)s: %(remedy)s), and nobody accepted that."
    ),
    "transfer_status": gettext_lazy("%(subject)s: not now: %(detail)s."),
    "switch": gettext_lazy("The switch of %(module)s is not configured."),
    **ACT_OF_STAFF,
    **PLAN_SENTENCES,
    **ASSESS_SENTENCES,
    **BROWNOUT_SENTENCES,
    **REACH_SENTENCES,
    **NOTICE_SENTENCES,
    **GIVEN_SENTENCES,
}

_SPANS = frozenset({"needed"})
_LABELS = frozenset({"what", "stage", "to", "allowed", "earlier", "later"})


def criterion_name(key: str) -> str:
    """The criterion, or what was given, as people read it; an unknown key stands as it is."""
    return str(CRITERION_NAMES.get(key) or GIVEN_NAMES.get(key) or key)


def sentence(blocker: Blocker) -> str:
    """One renderer for every surface. Facts not given read as “unknown”, never as zero."""
    if blocker.criterion in CRITERIA and blocker.reason in EVIDENCE_SENTENCES:
        wording = (ACCOUNT_SENTENCES if blocker.subject else EVIDENCE_SENTENCES)[blocker.reason]
        if blocker.reason is Reason.BELOW and blocker.fact("value") == str(False):
            wording = PLAIN_SENTENCES[bool(blocker.subject)]
    else:
        wording = ACT_SENTENCES.get(blocker.criterion, gettext_lazy("%(name)s: %(detail)s"))
    return wording % _Facts(blocker)


def verdict_as_dict(verdict: Verdict) -> dict[str, object]:
    """The shape of the API's 409 body and of `--json`."""
    return {
        "verdict": verdict.level,
        "blockers": [_finding(each) for each in verdict.blockers],
        "cautions": [_finding(each) for each in verdict.cautions],
    }


def _finding(blocker: Blocker) -> dict[str, object]:
    return {
        "criterion": blocker.criterion,
        "kind": blocker.reason.value,
        "subject": blocker.subject,
        "sentence": sentence(blocker),
        "facts": dict(blocker.facts),
    }


class _Facts(dict[str, str]):
    """The blocker's values by name, for a sentence's placeholders."""

    def __init__(self, blocker: Blocker) -> None:
        super().__init__(blocker.facts)
        self["subject"] = blocker.subject
        self["name"] = criterion_name(blocker.criterion)
        self.update({name: _said(name, value) for name, value in blocker.facts})

    def __missing__(self, name: str) -> str:
        return _("unknown")


def _said(name: str, value: str) -> str:
    """Labels of rules in the reader's language; instants, days and truths as people read them."""
    if name in _LABELS:
        return words.listed(_(part) for part in value.split(", ") if part)
    if name == "detail" and value:
        return _(value)
    return words.lasting(value) if name in _SPANS else words.in_words(value)
