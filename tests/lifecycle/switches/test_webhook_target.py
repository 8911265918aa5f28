"""Does an order only ever go to a public https address, or to this machine where a setting allows it? (S15)"""

import pytest

from lifecycle.switches.contract import SwitchFault
from lifecycle.switches.webhook.target import checked_target

FORBIDDEN = [
    "http://93.184.216.34/",
    "https://93.184.216.34:8443/",
    "ftp://93.184.216.34/",
    "https://user@93.184.216.34/",
    "https://user:pw@93.184.216.34/",
    "https:///path",
    "https://93.184.216.34:99999/",
    "not an address",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:a9fe:a9fe::1]/",
    "https://[2001:0:a9fe:a9fe::1]/",
]
LOOPBACK = [
    "http://127.0.0.1:8090/switch",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://localhost/",
]


@pytest.mark.parametrize("url", FORBIDDEN + LOOPBACK)
def test_what_is_not_public_https_is_refused(url: str) -> None:
    with pytest.raises(SwitchFault):
        checked_target(url, allows_loopback=False)


@pytest.mark.parametrize("url", FORBIDDEN)
def test_a_setting_for_loopback_opens_nothing_else(url: str) -> None:
    with pytest.raises(SwitchFault):
        checked_target(url, allows_loopback=True)


@pytest.mark.parametrize("url", LOOPBACK)
def test_this_machine_is_allowed_where_the_setting_says_so(url: str) -> None:
    assert checked_target(url, allows_loopback=True).ip in {"127.0.0.1", "::1"}


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    target = checked_target("https://93.184.216.34/switch?x=1", allows_loopback=False)
    assert (target.url, target.host_header) == ("https://93.184.216.34:443/switch?x=1", "93.184.216.34")
    mine = checked_target("http://localhost:8090/switch", allows_loopback=True)
    assert (mine.host, mine.host_header) == ("localhost", "localhost:8090")
    assert "localhost" not in mine.url
    assert checked_target("http://[::1]:80/", allows_loopback=True).host_header == "[::1]"
