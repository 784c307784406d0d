"""Fetching as a guest: robots.txt is obeyed, a host is given rest between requests, failures are tried again."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec
import stamina

from service.ingest.addresses import Location
from service.ingest.fetch import Fetched, Fetcher
from service.ingest.fetch_errors import (
    BodyTooLarge,
    NotFetched,
    NotGiven,
    RefusedAddress,
    RefusedByRobots,
    RobotsUnknown,
    TryLater,
)
from service.ingest.robots import EVERYTHING, LARGEST, Rules, read_robots

LONGEST_WAIT = 60.0
"""Seconds that are waited for a server that asks for it; whoever asks for more is left alone until then."""

_ROBOTS_KEPT, _ROBOTS_MISSED = 86_400.0, 300.0  # seconds for which an answer, or none, is remembered
_MOST_HOSTS = 10_000
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How a guest behaves: seconds between requests to a host, tries, seconds before the second of them."""

    agent: str
    delay: float
    tries: int
    backoff: float


class Visitor:
    """Fetches with manners. One for a process: it remembers what each host asked for."""

    def __init__(self, fetcher: Fetcher, manners: Manners, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetcher = fetcher
        self._manners = manners
        self._clock = clock
        # When each host may be asked next.
        self._free: dict[str, float] = {}
        self._robots: dict[str, tuple[float, asyncio.Future[Rules]]] = {}

    async def visit(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """Fetch an address: an answer of 200, or of 304 where ``headers`` hold a condition.

        Raises:
            NotGiven: the server does not give it.
            TryLater: it failed, or asks to come back later, after all tries.
            RefusedByRobots, RobotsUnknown: its robots.txt says no, or cannot be read.
            NotFetched: as ``Fetcher.fetch``.

        """
        async for attempt in stamina.retry_context(
            on=_judge,
            attempts=self._manners.tries,
            timeout=None,
            wait_initial=self._manners.backoff,
            wait_max=LONGEST_WAIT,
            wait_jitter=self._manners.backoff,
        ):
            with attempt:
                answer = await self._fetcher.fetch(url, headers=headers, before=self._approach)
                return self._check(url, answer, conditional=bool(headers))
        raise AssertionError("unreachable: the last try raises or returns")

    def _check(self, url: str, answer: Fetched, *, conditional: bool) -> Fetched:
        ok, not_modified = 200, 304
        if answer.status == ok or (conditional and answer.status == not_modified):
            return answer
        if answer.status in _TRANSIENT:
            raise TryLater(url, answer.status, read_retry_after(answer.headers.get("retry-after"), datetime.now(UTC)))
        raise NotGiven(url, answer.status)

    async def _approach(self, location: Location) -> None:
        """Ask the host's robots.txt, then wait for the host's turn."""
        rules = await self._read_rules(location)
        if not rules.allow(location.target):
            raise RefusedByRobots(
                f"{location.url} is not fetched: {location.origin}/robots.txt does not let {self._manners.agent!r} in; "
                "ask its owner, or ingest a copy of yours as a file"
            )
        await self._take_turn(location.host, max(self._manners.delay, rules.delay))

    async def _take_turn(self, host: str, delay: float) -> None:
        now = self._clock()
        turn = max(now, self._free.get(host, now))
        if len(self._free) >= _MOST_HOSTS:
            self._free = {each: free for each, free in self._free.items() if free > now}
        self._free[host] = turn + delay
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _read_rules(self, location: Location) -> Rules:
        """The rules of a host, asked once for all who want to know; raises RobotsUnknown where nobody can tell."""
        now = self._clock()
        kept = self._robots.get(location.origin)
        if kept is not None and now < kept[0] and not kept[1].cancelled():
            # Shielded: whoever waits for the same answer may be stopped without the others.
            return await asyncio.shield(kept[1])
        if len(self._robots) >= _MOST_HOSTS:
            self._robots = {origin: entry for origin, entry in self._robots.items() if now < entry[0]}
        asked = asyncio.ensure_future(self._ask_rules(location))
        # Nobody may be left to hear of a failure.
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._robots[location.origin] = (now + _ROBOTS_KEPT, asked)
        try:
            return await asyncio.shield(asked)
        except NotFetched:
            self._robots[location.origin] = (now + _ROBOTS_MISSED, asked)
            raise

    async def _ask_rules(self, location: Location) -> Rules:
        url = f"{location.origin}/robots.txt"
        ok, failed = 200, 500
        try:
            answer = await self._fetcher.fetch(url, largest=LARGEST)
        except BodyTooLarge as error:
            raise RobotsUnknown(
                f"{location.url} is not fetched: {url} is too large to be read; ask its owner"
            ) from error
        except RefusedAddress:
            # What holds for the host holds for the page: no other try changes it.
            raise
        except NotFetched as error:
            raise RobotsUnknown(f"{location.url} is not fetched, since robots.txt cannot be read: {error}") from error
        if answer.status >= failed or answer.status in _TRANSIENT:
            raise RobotsUnknown(
                f"{location.url} is not fetched: {url} answers {answer.status}, so that nobody knows what may be; "
                "try later"
            )
        if answer.status != ok:
            return EVERYTHING
        return read_robots(answer.body.decode("utf-8", "replace"), self._manners.agent)


def read_retry_after(told: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, as a number or as a date; None where it cannot be read."""
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told.strip()[:9])
    try:
        return max(0.0, (parsedate_to_datetime(told) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _judge(error: Exception) -> bool | float:
    """Whether another try makes sense, and after how many seconds where the server says so."""
    if isinstance(error, RobotsUnknown):
        return False  # it is remembered for a while: asking again at once gives the same
    if isinstance(error, TryLater) and error.wait is not None:
        return error.wait if error.wait <= LONGEST_WAIT else False
    return isinstance(error, NotFetched) and error.transient
