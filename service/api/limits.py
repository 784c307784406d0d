"""How many requests each key or address may make: a token bucket each, in this process."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

MOST = 100_000
"""Buckets that are kept at most; the longest unused one goes first, and comes back full."""
_NETWORK = 64


class Limits:
    """Token buckets: each holds ``burst`` requests and gains ``rate`` a second.

    Args:
        rate: requests a second; 0 lets everything pass.
        burst: requests at once, after a pause.
        clock: seconds that only grow.

    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float], most: int = MOST) -> None:
        self._rate = rate
        self._burst = max(1, burst)
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> float:
        """Take a request out of a bucket: 0 where it held one, else the seconds until it will."""
        if not self._rate:
            return 0.0
        now = self._clock()
        level, filled = self._buckets.pop(who, (float(self._burst), now))
        level = min(float(self._burst), level + (now - filled) * self._rate)
        wait = 0.0 if level >= 1 else (1 - level) / self._rate
        self._buckets[who] = (level if wait else level - 1, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._buckets)


@lru_cache(1024)
def name_address(host: str) -> str:
    """Whose bucket an address takes from: its own, for IPv6 that of its network of 64 bits, which one customer has."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)
