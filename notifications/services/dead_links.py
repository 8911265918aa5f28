"""Does every address that a plan's notices name lead somewhere?"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from notifications.channels.link_probe import Found, ask
from notifications.rules.notice_codes import NoticeCode

_MOST_ASKED = 10  # a letter names two or three; nobody waits for a list


def dead_links(links: Mapping[str, NoticeCode]) -> Verdict:
    """Ours are looked up among our routes, others asked once over the network: never inside a transaction.

    A page that is not there blocks; one that does not answer is unknown, and a caution.
    """
    ours = {link: code for link, code in links.items() if _is_ours(link)}
    others = [(link, code) for link, code in links.items() if link not in ours][:_MOST_ASKED]
    found = together(_nowhere(code, link) for link, code in ours.items() if not _is_route(link))
    return found + together(_asked(code, link) for link, code in others)


def _asked(code: NoticeCode, link: str) -> Verdict:
    answer = ask(link)
    if answer is Found.GONE:
        return _nowhere(code, link)
    if answer is Found.UNKNOWN:
        return Verdict((), blocked("lint_link_unknown", Reason.UNKNOWN, what=code.label, found=link).blockers)
    return Verdict()


def _nowhere(code: NoticeCode, link: str) -> Verdict:
    return blocked("lint_dead_link", Reason.BROKEN_RULE, what=code.label, place="", found=link)


def _is_ours(link: str) -> bool:
    return urlsplit(link).netloc == urlsplit(settings.PUBLIC_URL).netloc


def _is_route(link: str) -> bool:
    try:
        resolve(urlsplit(link).path or "/")
    except Resolver404:
        return False
    return True
