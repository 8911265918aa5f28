"""Are a name's texts read as resolvers send them, and is silence never taken for “there are none” (notices §6)?"""

import time

import pytest

from notifications.channels.email.dns_txt import resolvers, texts_of
from tests.notifications.resolver import Resolver

LONG = "v=DKIM1; p=" + "A" * 700


def test_texts_come_by_udp_or_tcp_and_a_fault_is_unknown() -> None:
    known = {
        "x.example": ("v=spf1 -all", "other"),
        "long.example": (LONG,),
        "empty.example": (),
        "broken.example": None,
    }
    with Resolver(known) as resolver:
        servers = resolvers([resolver.server])
        ends = time.monotonic() + 5

        def ask(name: str) -> tuple[str, ...] | None:
            return texts_of(name, servers=servers, ends=ends)

        assert ask("x.example") == ("v=spf1 -all", "other")
        assert ask("long.example.") == (LONG,)
        assert ask("empty.example") == ask("nobody.example") == ask("bücher.example") == ()
        assert ask("broken.example") is None
        assert ask("a..b") == ask("a" * 64) == ()
        assert texts_of("x.example", servers=servers, ends=time.monotonic()) is None
        assert texts_of("x.example", servers=resolvers(["127.0.0.1:1", resolver.server]), ends=ends)
        assert texts_of("x.example", servers=(), ends=ends) is None


def test_a_server_that_drips_its_answer_holds_nobody_up() -> None:
    with Resolver({"long.example": (LONG,)}, drips_s=0.05) as resolver:
        began = time.monotonic()
        assert texts_of("long.example", servers=resolvers([resolver.server]), ends=began + 0.2) is None
        assert time.monotonic() - began < 5  # a whole answer takes 38


@pytest.mark.parametrize(
    ("named", "server"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
        ("[2001:db8::1]", ("2001:db8::1", 53)),
    ],
)
def test_a_resolver_is_named_by_address_and_port(named: str, server: tuple[str, int]) -> None:
    assert resolvers([named]) == (server,)
