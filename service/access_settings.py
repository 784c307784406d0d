"""What the environment sets about requests: who needs a key, how many and how large, and who is told of them."""

from typing import Annotated, Literal

from msgspec import Meta

from service.ingest.text import LARGEST_ARTICLE
from service.source_settings import SourceSettings


class AccessSettings(SourceSettings, frozen=True, kw_only=True):
    """One field a variable: ``rate_limit`` is CHANCERY_RATE_LIMIT."""

    reading: Annotated[
        Literal["open", "keyed"],
        Meta(
            description="Who may read: open, anybody who reaches the service; keyed, whoever bears a key made by "
            "`chancery keys create`.",
            examples=["keyed"],
        ),
    ] = "open"
    writing: Annotated[
        Literal["loopback", "keyed"],
        Meta(
            description="Who may ingest and curate: keyed, whoever bears a key with that scope; loopback, the same, "
            "but where the service listens on a loopback address alone also requests of this machine without a key, "
            "unless a proxy handed them on.",
            examples=["keyed"],
        ),
    ] = "loopback"
    rate_limit: Annotated[
        Annotated[int, Meta(ge=0, le=1_000_000)] | None,
        Meta(
            description="Requests a second that one key, or without a key one address, may make of a process; more are "
            "answered with 429. 0: as many as they like. Default: 100, on a loopback address alone 0.",
            examples=["20"],
        ),
    ] = None
    rate_burst: Annotated[
        int,
        Meta(
            description="Requests that one key or address may make at once after a pause, where there is a limit.",
            examples=["50"],
            ge=1,
            le=1_000_000,
        ),
    ] = 200
    proxies: Annotated[
        Annotated[str, Meta(pattern=r"^[0-9a-fA-F.:/, ]+$")] | None,
        Meta(
            description="Addresses or networks of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are "
            "believed, separated by commas. Unset: nobody's, and all behind a proxy count as one address.",
            examples=["10.0.0.0/8,192.0.2.7"],
        ),
    ] = None
    request_timeout: Annotated[
        float,
        Meta(
            description="Seconds for which a client may be silent in the middle of a request: a body that does not go "
            "on is refused (408), a connection whose request has no whole head is closed.",
            examples=["10"],
            gt=0,
            le=3600,
        ),
    ] = 60
    max_body: Annotated[
        int,
        Meta(
            description="Bytes that the body of a request may have, but for a batch, which is read line by line.",
            examples=["5000000"],
            ge=1_000,
            le=1_000_000_000,
        ),
    ] = 10_000_000
    max_article: Annotated[
        int,
        Meta(
            description="Bytes of UTF-8 that the text of an article may have, wherever it comes from.",
            examples=["200000"],
            ge=100,
            le=LARGEST_ARTICLE,
        ),
    ] = LARGEST_ARTICLE
    telemetry_endpoint: Annotated[
        Annotated[str, Meta(pattern=r"^https?://[^\s@]+$")] | None,
        Meta(
            description="Base URL of an OpenTelemetry collector (OTLP over HTTP) that gets a span of each request. "
            "Unset: none is sent. Needs the extra `telemetry`.",
            examples=["http://collector.example:4318"],
        ),
    ] = None
