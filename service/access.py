"""Who must bear a key, and how fast anybody may ask: what the settings say of it."""

import ipaddress

import msgspec

from service.settings import Settings

OPEN_RATE = 100
"""Requests a second that one key or address may make where the service listens beyond loopback, by default."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What needs a key, and how many requests a second one key or address may make (0: as many as it likes).

    ``loopback``: nobody but this machine reaches the service.
    """

    reading_keyed: bool
    writing_keyed: bool
    loopback: bool
    rate: int
    burst: int

    def describe(self) -> str:
        """Say it in one line, for the log and whoever starts the service."""
        reading = "reading needs a key" if self.reading_keyed else "reading is open"
        writing = (
            "writing needs a key" if self.writing_keyed else "writing is open to this machine, the only one served"
        )
        limit = f"{self.rate} requests a second for each key or address" if self.rate else "no limit of requests"
        return f"{reading}; {writing}; {limit}"


def decide_policy(settings: Settings) -> Policy:
    """What the settings ask for, given where the service listens."""
    loopback = is_loopback(settings.host)
    rate = settings.rate_limit
    return Policy(
        reading_keyed=settings.reading == "keyed",
        writing_keyed=settings.writing == "keyed" or not loopback,
        loopback=loopback,
        rate=(0 if loopback else OPEN_RATE) if rate is None else rate,
        burst=settings.rate_burst,
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address; a name other than localhost may be any machine's."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
