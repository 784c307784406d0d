"""Which addresses may be fetched."""

from ipaddress import ip_address

import pytest

from service.ingest.addresses import Reach, choose_addresses, find_reason, locate, read_reach
from service.ingest.fetch_errors import InvalidReach, RefusedAddress

PUBLIC = Reach()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  (nothing is bound)
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.8.8.8",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "c000::1",
    ],
)
def test_what_is_not_public_is_refused_with_the_reason(address: str) -> None:
    """Private, shared, local, mapped, translated, tunnelled and reserved addresses are refused, and the reason told."""
    assert find_reason(ip_address(address), PUBLIC)
    with pytest.raises(RefusedAddress, match=r"CHANCERY_FETCH_ALLOW"):
        choose_addresses("press.example", [ip_address(address)], PUBLIC)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00::1"])
def test_public_addresses_may_be_fetched(address: str) -> None:
    """An address that anybody may reach is no trick."""
    assert choose_addresses("press.example", [ip_address(address)], PUBLIC) == [ip_address(address)]


def test_of_several_addresses_only_public_ones_are_connected_to() -> None:
    """A name that resolves to a public and a private address leads to the public one."""
    both = [ip_address("10.0.0.1"), ip_address("8.8.8.8")]
    assert choose_addresses("press.example", both, PUBLIC) == [ip_address("8.8.8.8")]


def test_hosts_and_networks_can_be_allowed() -> None:
    """What the setting names may be fetched, and nothing beside it."""
    reach = read_reach(schemes="https", ports="443", allow="Intranet.example, 10.1.0.0/16 fd12::/16")
    inside, beside = ip_address("10.1.9.9"), ip_address("10.2.0.1")
    assert find_reason(inside, reach) is None
    assert find_reason(ip_address("fd12::5"), reach) is None
    assert find_reason(beside, reach)
    assert choose_addresses("intranet.example", [beside], reach) == [beside]
    with pytest.raises(RefusedAddress):
        choose_addresses("other.example", [beside], reach)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///etc/passwd", "CHANCERY_FETCH_SCHEMES"),
        ("ftp://press.example/a", "CHANCERY_FETCH_SCHEMES"),
        ("gopher://press.example:70/_x", "CHANCERY_FETCH_SCHEMES"),
        ("data:text/html,hello", "CHANCERY_FETCH_SCHEMES"),
        ("javascript:alert(1)", "CHANCERY_FETCH_SCHEMES"),
        ("//press.example/a", "CHANCERY_FETCH_SCHEMES"),
        ("", "CHANCERY_FETCH_SCHEMES"),
        ("https://kim:hidden@press.example/", "leave them out"),
        ("https://kim@press.example/", "leave them out"),
        ("https://:@press.example/", "leave them out"),
        ("http://press.example:22/", "CHANCERY_FETCH_PORTS"),
        ("http://press.example:6379/", "CHANCERY_FETCH_PORTS"),
        ("http://press.example:99999/", "no address"),
        ("http:///path", "names no host"),
        ("http://[::1", "no address"),
        ("http://[fe80::1%25eth0]/", "no address"),
        ("http://a b.example/", "names no host"),
        ("http://press.example\\@evil.example/", "leave them out"),
        ("http://" + "a" * 300 + ".example/", "names no host"),
        ("http://press.example/" + "a" * 3000, "characters"),
    ],
)
def test_an_address_that_is_a_trick_is_refused_before_anything_is_asked(url: str, told: str) -> None:
    """Schemes, ports, passwords and bad names are refused, with the setting or the mend; no password is shown."""
    with pytest.raises(RefusedAddress, match=told) as raised:
        locate(url, PUBLIC)
    assert "hidden" not in str(raised.value)


def test_an_address_is_written_as_the_server_reads_it() -> None:
    """Hosts are ASCII in lower case, paths are escaped once, fragments are left out: no line break gets through."""
    located = locate(" HTTPS://Échos.Example./a b/é?q=ü%20&x=1\r\nX-Evil: 1#top ", PUBLIC)
    assert located.host == "xn--chos-9oa.example"
    assert located.url == "https://xn--chos-9oa.example/a%20b/%C3%A9?q=%C3%BC%20&x=1X-Evil:%201"
    assert locate("http://press.example", PUBLIC).target == "/"
    assert locate("http://[2606:4700::1111]/a", PUBLIC).origin == "http://[2606:4700::1111]"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("schemes", "ftp"),
        ("schemes", ""),
        ("ports", "http"),
        ("ports", "0"),
        ("ports", "70000"),
        ("allow", "10.0.0.1/8"),
        ("allow", "http://intranet.example"),
        ("allow", "intranet.example:8080"),
    ],
)
def test_a_setting_that_cannot_be_is_an_error_that_names_it(setting: str, value: str) -> None:
    """The message names the variable and shows what would do."""
    told = {"schemes": "https", "ports": "443", "allow": "", setting: value}
    with pytest.raises(InvalidReach, match=f"CHANCERY_FETCH_{setting.upper()}"):
        read_reach(**told)
