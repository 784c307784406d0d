"""Which addresses may be fetched: public ones, and what the settings allow besides.

A name proves nothing, since its owner decides where it leads: the addresses that it resolves to are checked, and the
connection goes to one that was checked (``service.ingest.connecting``).
"""

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

import msgspec

from service.ingest.fetch_errors import InvalidReach, RefusedAddress

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")
_KEPT = "/%:=&?~+!$,;'@()*[]|"  # what a path or a query may hold as it is
_LONGEST = 2000  # characters of an address


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What may be fetched: schemes, ports, and the hosts and networks that may although they are not public."""

    schemes: frozenset[str] = frozenset(DEFAULT_PORTS)
    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A URL in its parts, as it goes to the server: ``host`` in ASCII without brackets, ``target`` path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The address without its path, such as ``https://press.example``."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}" + ("" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target


def read_reach(*, schemes: str, ports: str, allow: str) -> Reach:
    """What three settings say: words separated by blanks or commas; raises InvalidReach."""
    named, opened = _words(schemes), _words(ports)
    if not named or not set(named) <= DEFAULT_PORTS.keys():
        raise InvalidReach(f"CHANCERY_FETCH_SCHEMES is {schemes!r}; write https, http, or both")
    if not opened or any(not re.fullmatch(r"\d{1,5}", port) or not 0 < int(port) < 1 << 16 for port in opened):
        raise InvalidReach(f"CHANCERY_FETCH_PORTS is {ports!r}; write port numbers, such as 80 443")
    hosts: set[str] = set()
    networks: list[Network] = []
    for word in _words(allow):
        try:
            networks.append(ip_network(word))
        except ValueError as error:
            if "/" in word or ":" in word or not _HOST.fullmatch(word.lower()):
                raise InvalidReach(
                    f"CHANCERY_FETCH_ALLOW names {word!r}, neither a host nor a network ({error}); write for example "
                    "intranet.example 10.1.0.0/16"
                ) from None
            hosts.add(word.lower())
    return Reach(
        schemes=frozenset(named), ports=frozenset(map(int, opened)), hosts=frozenset(hosts), networks=tuple(networks)
    )


def locate(url: str, reach: Reach) -> Location:
    """Take a URL apart, if it is one that may be fetched; raises RefusedAddress, before anything is resolved."""
    shown = url[:200]
    if len(url) > _LONGEST:
        raise RefusedAddress(f"{shown}... has {len(url)} characters; an address may have {_LONGEST}")
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        scheme = parts.scheme.lower()
        if host and ":" not in host and not host.isascii():
            host = host.encode("idna").decode("ascii")
        if ":" in host:
            # A zone is refused with it: it names a network card of this machine.
            host = str(IPv6Address(host.replace("%", " ")))
    except ValueError as error:
        raise RefusedAddress(f"{shown!r} is no address of a page: {error}; write https://host/path") from None
    if scheme not in reach.schemes:
        allowed = " and ".join(sorted(reach.schemes))
        raise RefusedAddress(f"{shown!r} is not fetched: only {allowed} is (CHANCERY_FETCH_SCHEMES)")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress(f"{scheme}://{host} is not fetched with a name or password in its address; leave them out")
    if ":" not in host and not _HOST.fullmatch(host):
        raise RefusedAddress(f"{shown!r} names no host; write https://host/path")
    if port is None:
        port = DEFAULT_PORTS[scheme]
    if port not in reach.ports:
        raise RefusedAddress(
            f"{shown!r} is not fetched: port {port} is not in CHANCERY_FETCH_PORTS; add it if it is safe"
        )
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Location(scheme=scheme, host=host, port=port, target=target if target.startswith("/") else f"/{target}")


def choose_addresses(host: str, resolved: Sequence[Address], reach: Reach) -> list[Address]:
    """Those addresses of a host that may be connected to; raises RefusedAddress where none may."""
    found = [address for address in resolved if host in reach.hosts or find_reason(address, reach) is None]
    if not found:
        reasons = "; ".join(f"{address} is {find_reason(address, reach)}" for address in resolved)
        raise RefusedAddress(
            f"{host} is not fetched: {reasons}. Only public addresses are; if it is on a network of yours, name the "
            "host or the network in CHANCERY_FETCH_ALLOW"
        )
    return found


def find_reason(address: Address, reach: Reach) -> str | None:
    """Why an address is not public, such as ``loopback (127.0.0.0/8, RFC 1122)``; None where it may be fetched."""
    if any(address in network for network in reach.networks if network.version == address.version):
        return None
    return next(
        (told for network, told in _load_special() if network.version == address.version and address in network), None
    )


def read_address(literal: str) -> Address:
    """An address as the resolver writes it; the zone of a link-local one is left out."""
    return ip_address(literal.partition("%")[0])


def _words(setting: str) -> list[str]:
    return setting.replace(",", " ").split()


@lru_cache(maxsize=1)
def _load_special() -> tuple[tuple[Network, str], ...]:
    """Networks that are not public, from ``special_networks.csv`` (after the IANA registries)."""
    table = resources.files("service.ingest").joinpath("special_networks.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return tuple((ip_network(row["network"]), f"{row['meaning']} ({row['network']}, {row['source']})") for row in rows)
