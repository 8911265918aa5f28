"""Which addresses does the product have, who opens each, and with which example values?

A route of the URL configuration that stands in neither table fails a test: nobody forgets a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PAUL, DORA, OLGA = "paul@sunsetter.example", "dora@sunsetter.example", "olga@sunsetter.example"
ANNA = "anna@sunsetter.example"
ALICE, CHARLIE, NOBODY = "alice@acme.example", "charlie@neighbour.example", ""
READY, WAITING = "00000000-0000-4000-a000-000000000000", "00000000-0000-4000-a000-000000000001"
CAPABILITY = "00000000-0000-4000-c000-000000000000"
UNSEEN, SEEN = "00000000-0000-4000-b000-000000000000", "00000000-0000-4000-b000-000000000001"

RUNNING, ASKED = "00000000-0000-4000-c000-000000000000", "00000000-0000-4000-c000-000000000001"
SOONER = "00000000-0000-4000-da00-000000000000"
FLOOD = "00000000-0000-4000-f100-000000000000"
STRAGGLER, DOUBTFUL = "00000000-0000-4000-d000-000000000000", "00000000-0000-4000-d000-000000000001"
MAILING = "00000000-0000-4000-a100-000000000000"
HEARD = "00000000-0000-4000-a200-000000000000"
PERSON = "00000000-0000-4000-e000-000000000000"
DONE, WAIVER, DUTY = "00000000-0000-4000-9000-000000000002", "00000000-0000-4000-9a00-000000000000", "9001"


@dataclass(frozen=True, slots=True)
class Example:
    """A page: its route, who opens it, and the values of its parameters."""

    route: str
    who: str
    values: tuple[str, ...] = ()
    query: str = ""

    @property
    def path(self) -> str:
        return reverse(self.route, args=self.values) + self.query

    def __str__(self) -> str:
        return f"{self.route}{list(self.values) or ''}{self.query}"


PAGES: tuple[Example, ...] = (
    Example("console:today", PAUL),
    Example("console:portfolio", PAUL),
    Example("console:portfolio", PAUL, query="?stage=closed&ended=1"),
    Example("console:portfolio", PAUL, query="?stage=cancelled"),
    Example("console:modules", PAUL),
    Example("console:module", PAUL, ("group-files",)),
    Example("console:module", PAUL, ("fax",)),
    Example("console:module", PAUL, ("group-files",), query="?verdict=unknown&tier=key&q=nobody"),
    Example("console:register_module", PAUL, query="?key=fax"),
    Example("console:remove_module", PAUL, ("group-files",)),
    Example("console:module_around", PAUL, ("group-files",)),
    Example("console:module_around", PAUL, ("fax",)),
    Example("console:flood", PAUL, (FLOOD,)),
    Example("console:exclude_actions", PAUL, query="?source=host&module=group-files"),
    Example("console:simulation", PAUL, ("voice-channels-sunset",)),
    Example("console:simulation", PAUL, ("voice-channels-sunset",), query="?off=2027-12-01&along=on"),
    Example("console:simulation", PAUL, ("fax-sunset",)),
    Example("console:dates", PAUL, ("voice-channels-sunset",)),
    Example("console:dates", PAUL, ("voice-channels-sunset",), query="?which=along&by_days=28"),
    Example("console:dates", DORA, ("voice-channels-sunset",), query="?which=off&by_days=-28"),
    Example("console:dates", PAUL, ("fax-sunset",)),
    Example("console:answer_dates", ANNA, ("group-files-sunset", SOONER)),
    Example("console:transfers", PAUL, ("group-files-sunset",)),
    Example("console:transfers", PAUL, ("fax-sunset",)),
    Example("console:desk", DORA),
    Example("console:desk", PAUL),
    Example("console:task", DORA, ("00000000-0000-4000-9000-000000000000",)),
    Example("console:task", DORA, ("00000000-0000-4000-9000-000000000002",)),
    Example("console:desk", DORA, query="?whose=mine&snoozed=1"),
    Example("console:week", DORA),
    Example("console:absence", DORA),
    Example("console:snooze", DORA, ("00000000-0000-4000-9000-000000000000",)),
    Example("console:hand_over", DORA, ("00000000-0000-4000-9000-000000000000",)),
    Example("console:undo_outcome", DORA, (DONE,)),
    Example("console:account", DORA, ("acme",)),
    Example("console:unreached", DORA, ("voice-channels-sunset",)),
    Example("console:unreached", PAUL, ("fax-sunset",)),
    Example("console:waive", DORA, ("voice-channels-sunset", DUTY)),
    Example("console:agree_waiver", ANNA, ("voice-channels-sunset", WAIVER)),
    Example("console:briefing", PAUL, ("bookmarks-sunset",)),
    Example("console:briefing", PAUL, ("fax-sunset",)),
    Example("console:write_briefing", PAUL, ("bookmarks-sunset",)),
    Example("console:imports", OLGA),
    Example("console:senders", OLGA),
    Example("console:plan", PAUL, ("group-files-sunset",)),
    Example("console:plan", OLGA, ("old-search-sunset",)),
    Example("console:plan", PAUL, ("polls-sunset",)),
    Example("console:plan", PAUL, ("fax-sunset",)),
    Example("console:move", PAUL, ("group-files-sunset", "export_only")),
    Example("console:move", PAUL, ("group-files-sunset", "cancelled")),
    Example("console:attest", PAUL, ("group-files-sunset", "rollback_ready")),
    Example("console:decision", PAUL, ("bookmarks-sunset",)),
    Example("console:decision_record", PAUL, ("bookmarks-sunset", "2")),
    Example("console:assessment", PAUL, ("bookmarks-sunset",)),
    Example("console:assessment", PAUL, ("bookmarks-sunset",), query="?scenario=a-year-later"),
    Example("console:assessment", PAUL, ("polls-sunset",)),
    Example("console:assessment_compare", PAUL, ("bookmarks-sunset",)),
    Example("console:assessment_add", PAUL, ("bookmarks-sunset", "cost")),
    Example("console:assessment_edit", PAUL, ("bookmarks-sunset", "capability", CAPABILITY)),
    Example("console:assessment_remarks", DORA, ("bookmarks-sunset",)),
    Example("console:assessment_risk", PAUL, ("bookmarks-sunset", "replacement_ready")),
    Example("console:affected", PAUL, ("group-files-sunset",)),
    Example("console:affected", PAUL, ("group-files-sunset",), query="?status=exempt&account=nobody"),
    Example("console:affected", PAUL, ("fax-sunset",)),
    Example("console:affected_claim", DORA, ("group-files-sunset", "00000000-0000-4000-e000-000000000000")),
    Example("console:notices", PAUL, ("voice-channels-sunset",)),
    Example("console:notices", PAUL, ("fax-sunset",)),
    Example("console:notice", PAUL, ("voice-channels-sunset", "sunset_announced")),
    Example("console:notice", PAUL, ("voice-channels-sunset", "last_call"), query="?locale=ru&figures=most"),
    Example("console:approve_notices", ANNA, ("voice-channels-sunset",)),
    Example("console:approve_notices", PAUL, ("voice-channels-sunset",)),
    Example("console:paragraph", PAUL, ("voice-channels-sunset", "sunset_announced")),
    Example("console:ledger", PAUL, ("voice-channels-sunset",)),
    Example("console:ledger", PAUL, ("voice-channels-sunset",), query="?status=delivered&q=nobody"),
    Example("console:ledger", PAUL, ("fax-sunset",)),
    Example("console:mailing_act", OLGA, ("voice-channels-sunset", MAILING, "resume")),
    Example("console:outbox", PAUL),
    Example("console:audit", PAUL),
    Example("console:audit", PAUL, query="?plan=nothing"),
    Example("console:health", OLGA),
    Example("console:webhook_log", OLGA),
    Example("console:webhook_log", OLGA, query="?account=nobody"),
    Example("console:replay_webhook", OLGA, (HEARD,)),
    Example("console:quarantine", OLGA),
    Example("console:give_back", PAUL, ("old-search-sunset", "acme")),
    Example("console:follow_again", DORA, ("old-search-sunset", "corner-shop")),
    Example("console:plan_brownouts", PAUL, ("voice-channels-sunset",)),
    Example("console:end_brownout", DORA, ("group-files-sunset",)),
    Example("console:cancel_brownouts", DORA, ("group-files-sunset",)),
    Example("console:leave", OLGA, ("group-files-sunset",), query="?account=acme"),
    Example("console:answer_leave", ANNA, ("group-files-sunset", ASKED)),
    Example("console:end_leave", OLGA, ("group-files-sunset", RUNNING)),
    Example("console:straggler", DORA, ("old-search-sunset", STRAGGLER)),
    Example("console:report", PAUL, ("wiki-sunset",)),
    Example("console:uncertain", OLGA),
    Example("console:settle_message", OLGA, (DOUBTFUL,)),
    Example("console:people", OLGA),
    Example("console:new_person", OLGA),
    Example("console:person", OLGA, (PERSON,)),
    Example("portal:overview", ALICE),
    Example("portal:overview", CHARLIE),
    Example("portal:people", ALICE),
    Example("portal:exports", ALICE),
    Example("portal:exports", CHARLIE),
    Example("portal:new_export", ALICE),
    Example("portal:new_export", ALICE, query="?preview=1&attachments=with&formats=csv"),
    Example("portal:export", ALICE, (READY,)),
    Example("portal:export", ALICE, (WAITING,)),
    Example("portal:notices", ALICE),
    Example("portal:notices", CHARLIE),
    Example("portal:notice", ALICE, (UNSEEN,)),
    Example("portal:notice", ALICE, (SEEN,)),
    Example("portal:dates", ALICE),
    Example("portal:dates", CHARLIE),
    Example("portal:after", ALICE),
    Example("portal:hearing", ALICE),
    Example("portal:hearing", CHARLIE),
    Example("public:announcements", NOBODY),
    Example("public:announcement", NOBODY, ("group-files",)),
    Example("public:announcement", ALICE, ("old-search",)),
    Example("account_login", NOBODY),
    Example("account_request_login_code", NOBODY),
    Example("account_logout", PAUL),
)
# Routes that are no page of ours to look at, each with its reason.
NOT_PAGES: dict[str, str] = {
    "home": "leads on to console or portal",
    "console:approve": "answers POST only",
    "console:ask_approval": "answers POST only",
    "console:try_notice": "answers POST only",
    "console:letter": "the HTML part of a mail, with a policy of its own; tests/console/test_notices.py opens one",
    "console:assessment_undo": "answers POST only",
    "console:log_contact": "answers POST only",
    "console:proof": "a file; answers POST only",
    "console:assessment_risk_act": "answers POST only",
    "console:outbox_message": "needs a file; tests/console/test_outbox_and_imports.py opens one",
    "console:reconcile_quarantine": "needs a quarantine; tests/console/test_quarantine_pages.py opens one",
    "console:release_quarantine": "needs a quarantine; tests/console/test_quarantine_pages.py opens one",
    "console:revoke_token": "an act like console:person; tests/console/test_senders.py opens one",
    "console:rejects_file": "a file; tests/console/test_outbox_and_imports.py fetches one",
    "console:rejects": "needs an import with bad rows; tests/console/test_outbox_and_imports.py opens one",
    "portal:export_progress": "a fragment of portal:export",
    "portal:calendar": "a file for calendars",
    "portal:reminders": "answers POST only",
    "portal:new_feed": "answers POST only",
    "portal:revoke_feed": "answers POST only",
    "portal:new_webhook": "answers POST only",
    "portal:renew_secret": "answers POST only",
    "portal:stop_webhook": "answers POST only",
    "portal:try_webhook": "answers POST only",
    "public:feed": "a feed for readers",
    "public:announcement_feed": "a feed for readers",
    "public:announcement_status": "for machines",
    "public:signing_key": "for machines",
    "public:module_calendar": "a file for calendars",
    "public:subscribed": "a file for calendars",
    "public:unsubscribe": "needs a signed link; tests/notifications/channels/test_unsubscribe.py opens one",
    "portal:decline": "answers POST only",
    "portal:cancel_export": "answers POST only",
    "portal:ticket": "answers POST only",
    "portal:confirm_export": "answers POST only",
    "portal:download": "the bytes of a package",
    "console:preferences": "answers POST only",
    "portal:preferences": "answers POST only",
    "portal:choose_account": "answers POST only",
    "set_language": "answers POST only",
    "healthz": "for machines",
    "readyz": "for machines",
}


def routes() -> Iterator[tuple[str, str]]:
    """(name, pattern) of every route, namespaces included; a nameless route is named by its pattern."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], space: str, prefix: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        whole = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, inner, whole)
        else:
            yield f"{space}{each.name}" if each.name else whole, whole


def allauth_routes_without_page() -> frozenset[str]:
    """Sign-in pages of the library that this product does not offer: they redirect or need a step before."""
    return frozenset(name for name, pattern in routes() if pattern.startswith("account/"))
