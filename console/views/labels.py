"""Which words come to pages from rules, where nothing can be marked for translation?

A test holds this list against the rules' own tables.
"""

from django.utils.translation import gettext_noop as _

STAGES = (
    *(_("Draft"), _("Assessing"), _("Decided"), _("Announced"), _("Closed to new"), _("Read only"), _("Export only")),
    *(_("Brownout"), _("Off"), _("Observing"), _("Archived"), _("Closed"), _("Paused"), _("Cancelled")),
    _("Rolled back"),
)
MILESTONES = (
    *(_("Teams briefed"), _("Announced"), _("Closed to new use"), _("Read-only"), _("Export only")),
    *(_("Brownouts begin"), _("Last day of self-service export"), _("Switched off"), _("Observation ends")),
    *(_("Archived"), _("Source purged, no way back")),
)
TIERS = (_("Key account"), _("Standard"), _("Light"))
CRITICALITIES = (_("Non-core"), _("Core"), _("Business-critical"))
REASONS = (_("Architecture upgrade"), _("Demand shift"), _("Compliance or security"), _("Strategy"))
CLEARED_BY = (_("approvers"), _("operator"), _("CSM"), _("customer"), _("PM"))
ACCOUNTS_SEE = (
    *(_("nothing"), _("nothing; internal teams are briefed"), _("notices; all works"), _("no new use")),
    *(_("read, search, export; writes refused"), _("portal and export only"), _("short dated outages")),
    *(_("410 tombstone"), _("archive requests in the portal"), _("tombstone until retention ends")),
    *(_("dates under review"), _("withdrawn"), _("reopened")),
)
UNDO = (
    *(_("delete"), _("to draft"), _("to assessing"), _("cancel, with a correction"), _("open again"), _("writes on")),
    *(_("to read only"), _("end the window"), _("to the last stage"), _("restore"), _("none"), _("resume")),
    _("assess again or cancel"),
)
NOTICES = (
    *(_("Announcement"), _("Reminder"), _("Last call"), _("Switched off"), _("What happens to the archive")),
    *(_("Correction of dates"), _("Withdrawn")),
)
CHANNELS = (_("Call by a person"), _("E-mail"), _("In-product message"))
NOT_READY = (
    *(_("no contact that can be told"), _("still in use"), _("use is unknown"), _("export not settled")),
    _("export is unknown"),
)
CONTACT_ROLES = (_("Admin"), _("Owner"), _("User"), _("Billing"), _("Executive"), _("Security"))
CONTENT_TYPES = (_("Text"), _("Image"), _("File"), _("Voice"), _("Video"), _("System"))
DESK_NOTES = (
    *(_("the owner is away or gone"), _("nobody did it in time"), _("no answer: a manager takes over")),
    *(_("the outcome was undone"), _("answered meanwhile"), _("the date moved"), _("waived")),
)
ACTS = (
    *(_("Account released"), _("Account rolled back"), _("Approval given"), _("Approval withdrawn")),
    *(_("Baseline frozen"), _("Decision recorded"), _("Directory imported"), _("Evidence attested")),
    *(_("Exemption granted"), _("Figures measured"), _("Milestone moved"), _("Plan advanced"), _("Plan applied")),
    *(_("Rollback proposed"), _("Straggler settled"), _("Switch driven"), _("Tier set"), _("Delivery settled")),
    *(_("Desk task closed"), _("Notice acknowledged"), _("Touchpoints reconciled"), _("Archive taken")),
    *(_("Hold placed"), _("Export requested"), _("Export built"), _("Export cancelled"), _("Export failed")),
    *(_("Export expired"), _("Export ticket issued"), _("Export download started"), _("Export downloaded")),
    *(_("Exemption asked"), _("Exemption declined"), _("Exemption ended"), _("Role granted"), _("Role revoked")),
    *(_("Claim recorded"), _("Evidence revoked"), _("Token issued"), _("Token revoked")),
    *(_("Brownouts planned"), _("Brownouts cancelled"), _("Brownout opened"), _("Brownout ended")),
    *(_("Brownout over"), _("Brownout halted"), _("Batch received")),
    *(_("Activity imported"), _("Activity pulled"), _("Activity refused")),
    *(_("Events dropped"), _("Rollups dropped"), _("Address repaired"), _("Calendar changed"), _("Calendar day set")),
    *(_("Calendar day dropped"), _("Calendar feed issued"), _("Calendar feed revoked"), _("Chat target added")),
    *(_("Chat target removed"), _("Desk task escalated"), _("Floor preferred"), _("Proof taken")),
    *(_("Reminders stopped"), _("Reminders resumed"), _("Webhook added"), _("Webhook stopped"), _("Webhook gone")),
    *(_("Webhook secret renewed"), _("Content imported"), _("Content refused"), _("Drill passed"), _("Drill failed")),
    *(_("Copy written"), _("Copy verified"), _("Copy damaged"), _("Export declined"), _("Hold lifted")),
    *(_("Hold lift agreed"), _("Override granted"), _("Override ended"), _("Webhook replayed")),
    *(_("Quarantine opened"), _("Quarantine reconciled"), _("Quarantine released")),
    *(_("Export verified"), _("Export found damaged"), _("Export receipt confirmed")),
    *(_("Transfer opened"), _("Transfer mapped"), _("Transfer rehearsed"), _("Transfer copying"), _("Transfer paused")),
    *(_("Transfer verifying"), _("Transfer differs"), _("Transfer completed"), _("Transfer rolled back")),
    *(_("User flagged"), _("Flood decided"), _("Heartbeat declared"), _("Actions excluded")),
    *(_("Assessment changed"), _("Risk asked"), _("Risk backed"), _("Risk withdrawn")),
    *(_("Transfer removed"), _("Transfer cancelled"), _("Transfer declined")),
    *(_("Obligation breached"), _("Obligation waived"), _("Waiver asked"), _("Escalation taken")),
    *(_("Desk task given"), _("Desk task opened"), _("Desk task snoozed"), _("Desk task undone")),
    *(_("Absence noted"), _("Briefing written"), _("Briefing confirmed"), _("Person forgotten"), _("Reply taken")),
    *(_("Approval asked"), _("Approval ended"), _("Run halted"), _("Run resumed")),
    *(_("Module registered"), _("Module removed"), _("Dates asked"), _("Dates backed"), _("Dates declined")),
    *(_("Wording written"), _("Wording removed"), _("Test sent"), _("Rejects taken")),
)
LEFT_OUT = (_("no contact"), _("address suppressed"))
PARTS_OF_THE_PRODUCT = (
    *(_("watch over mailings"), _("reconciler"), _("export builder"), _("export expiry"), _("notices")),
    *(_("notifications"), _("observation"), _("brownouts"), _("replies"), _("sender"), _("switch"), _("ladder")),
    *(_("desk"), _("compaction"), _("ingest"), _("analytics"), _("demo"), _("command line"), _("webhooks")),
    _("tokens"),
)
SPANS = (_("then a fixed quarterly date"),)
