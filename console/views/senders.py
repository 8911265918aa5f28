"""Which programs send activity, with which tokens, and what became of their batches?"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from analytics.api import ActivityBatch, BatchStatus, recent_batches
from console.forms.confirming import ReasonForm
from console.views.access import StaffRequest, actor_of, staff_only
from console.views.act import ActPage, Crumb, confirmed
from console.views.files import table_file
from console.views.import_files import import_tables
from console.views.plan_accounts import Pill
from console.views.shown import Fact, asked
from lifecycle.api import MachineToken, machine_tokens, revoke_token, words
from lifecycle.rules import rights
from lifecycle.rules.rights import Right

SHOWN = 200
STATUS = {
    BatchStatus.RECEIVED: ("info", gettext_lazy("waits")),
    BatchStatus.IMPORTED: ("ok", gettext_lazy("imported")),
    BatchStatus.REFUSED: ("blocked", gettext_lazy("refused")),
}


@dataclass(frozen=True, slots=True)
class TokenRow:
    name: str
    source: str
    rights: str
    pill: Pill
    issued: str
    ends: str
    last_use: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    receipt: str
    source: str
    token: str
    pill: Pill
    received: str
    events: str
    added: str
    repeated: str
    rejected: str
    rejects_url: str
    message: str


@require_safe
@staff_only
def senders(request: StaffRequest) -> HttpResponseBase:
    """Batches newest first; `?source=` shows those of one."""
    now, source = timezone.now(), asked(request.GET, "source")[:64]
    if written := table_file(asked(request.GET, "format"), import_tables(now.date(), source)):
        return written
    may_revoke = bool(rights.may(actor_of(request), Right.MANAGE_STAFF))
    context = {
        "section": "imports",
        "tokens": tuple(_token(each, may_revoke=may_revoke, now=now) for each in machine_tokens()),
        "batches": tuple(_batch(each) for each in recent_batches(limit=SHOWN, source=source)),
        "source": source,
        "batches_url": "?" + urlencode({"source": source, "format": "batches.csv"}),
        "may_revoke": may_revoke,
    }
    return render(request, "console/senders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def revoke(request: StaffRequest, name: str) -> HttpResponse:
    """From the next call on the program is refused; what it sent stays."""
    found = next((each for each in machine_tokens() if each.name == name), None)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        reason, actor = form.cleaned_data["reason"], actor_of(request)
        if revoke_token(name=name, reason=reason, actor=actor, now=timezone.now()):
            return _("The token %(name)s opens nothing any more.") % {"name": name}
        return _("The token %(name)s was revoked before; that stands as it is on record.") % {"name": name}

    row = _token(found, may_revoke=False, now=timezone.now())
    page = ActPage(
        section="imports",
        title=_("Revoke the token %(name)s") % {"name": name},
        question=_("Which program is to be shut out, and why?"),
        submit=_("Revoke the token"),
        back_url=reverse("console:senders"),
        crumbs=(Crumb(_("Programs that send"), reverse("console:senders")), Crumb(name)),
        facts=(Fact(_("Source"), row.source), Fact(_("Last use"), row.last_use), Fact(_("Status"), row.pill.word)),
        is_danger=True,
    )
    return confirmed(request, page, form, act, before=rights.may(actor_of(request), Right.MANAGE_STAFF))


def _token(token: MachineToken, *, may_revoke: bool, now: datetime) -> TokenRow:
    return TokenRow(
        name=token.name,
        source=token.source,
        rights=", ".join(token.rights),
        pill=_standing(token, now),
        issued=words.instant(token.created_at),
        ends=words.instant(token.expires_at) if token.expires_at else _("no end"),
        last_use=words.instant(token.last_used_at) if token.last_used_at else _("never"),
        revoke_url=reverse("console:revoke_token", args=[token.name]) if may_revoke and not token.revoked_at else "",
    )


def _standing(token: MachineToken, now: datetime) -> Pill:
    if token.revoked_at:
        return Pill("blocked", _("shut out"))
    is_over = token.expires_at is not None and token.expires_at <= now
    return Pill("unknown", _("past its end")) if is_over else Pill("ok", _("opens the door"))


def _batch(batch: ActivityBatch) -> BatchRow:
    tone, word = STATUS[BatchStatus(batch.status)]
    done = batch.activity_import
    return BatchRow(
        receipt=str(batch.uuid),
        source=batch.source,
        token=batch.token,
        pill=Pill(tone, str(word)),
        received=words.instant(batch.received_at),
        events=words.number(batch.events),
        added=words.number(batch.added),
        repeated=words.number(batch.repeated),
        rejected=words.number(batch.rejected),
        rejects_url=reverse("console:rejects", args=[done.uuid]) if done and batch.rejected else "",
        message=batch.message,
    )
