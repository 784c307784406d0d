"""What the environment sets about sources: what may be fetched, how much, how often, and which feeds there are."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta


class SourceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One field a variable: ``fetch_ports`` is CHANCERY_FETCH_PORTS."""

    feeds: Annotated[
        Path | None,
        Meta(
            description="A TOML file that names the feeds which `chancery feeds run` reads, beside those of "
            "`chancery feeds add`.",
            examples=["/etc/chancery/feeds.toml"],
        ),
    ] = None
    fetch_agent: Annotated[
        str,
        Meta(
            description="What fetching calls itself, to servers and in robots.txt (the word before the slash): add an "
            "address where people learn who you are.",
            examples=["chancery/0.1 (+https://press.example/robot)"],
            pattern=r"^[A-Za-z_-]+[ -~]*$",
            max_length=200,
        ),
    ] = "chancery"
    fetch_schemes: Annotated[
        str, Meta(description="Schemes that are fetched: https, http, or both.", examples=["https"])
    ] = "https http"
    fetch_ports: Annotated[
        str, Meta(description="Ports that are fetched from, separated by blanks.", examples=["80 443 8080"])
    ] = "80 443"
    fetch_allow: Annotated[
        str,
        Meta(
            description="Hosts and networks that may be fetched although they are not public, separated by blanks: an "
            "intranet, a test. Whoever can put a link into a feed can have these fetched; name as little as you can.",
            examples=["archive.intranet.example 10.1.0.0/16"],
        ),
    ] = ""
    fetch_limit: Annotated[
        int,
        Meta(
            description="Bytes that one page or feed may have, as sent and unpacked.",
            examples=["4000000"],
            ge=1_000,
            le=100_000_000,
        ),
    ] = 8_000_000
    fetch_timeout: Annotated[
        float,
        Meta(
            description="Seconds that one answer may take, from the resolution of the name to the last byte.",
            examples=["20"],
            gt=0,
            le=600,
        ),
    ] = 30
    fetch_redirects: Annotated[
        int, Meta(description="Redirects that are followed from one address.", examples=["3"], ge=0, le=20)
    ] = 5
    fetch_delay: Annotated[
        float,
        Meta(
            description="Seconds between two requests to one host, at least; robots.txt may ask for more, up to 60.",
            examples=["5"],
            ge=0,
            le=3600,
        ),
    ] = 2
    fetch_tries: Annotated[
        int,
        Meta(
            description="How often an address is tried before it is left for the next round.",
            examples=["5"],
            ge=1,
            le=20,
        ),
    ] = 3
    fetch_backoff: Annotated[
        float,
        Meta(
            description="Seconds before the second try, more before each later one; where a server asks for a time, "
            "that is kept.",
            examples=["2.5"],
            ge=0,
            le=60,
        ),
    ] = 1
