"""How does a file of front-line feedback come into an assessment?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.csv_rows import Fault
from lifecycle.rules.csv_text import UnreadableFile
from lifecycle.rules.feedback import read_remarks
from lifecycle.services.assess import write_entry
from lifecycle.services.assess_reading import assessment_of
from lifecycle.services.refusal import BadInput

MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class RemarksReport:
    """`repeated` were there already, word for word; `faults` say why other rows were left out."""

    added: int
    repeated: int
    faults: tuple[Fault, ...]


@transaction.atomic
def import_remarks(*, plan: SunsetPlan, data: bytes, actor: Actor, now: datetime) -> RemarksReport:
    """The same file again adds nothing. Raises BadInput for what is no such file, Refused for the wrong person."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are read. Split it.")
    try:
        found, faults = read_remarks(data)
    except UnreadableFile as error:
        raise BadInput(f"{error}. Expected are the columns voice, severity, text.") from error
    known = set(Account.objects.filter(key__in={each.account for _, each in found}).values_list("key", flat=True))
    there = {each.remark for each in assessment_of(plan).remarks}
    added = repeated = 0
    for line, remark in found:
        if remark.account and remark.account not in known:
            facts = {"value": repr(remark.account)}
            faults.append(Fault(line, "account", "there is no account %(value)s", facts=facts))
        elif remark in there:
            repeated += 1
        else:
            write_entry(plan=plan, entry=remark, actor=actor, now=now)
            there.add(remark)
            added += 1
    return RemarksReport(added, repeated, tuple(sorted(faults, key=lambda fault: fault.line)))
