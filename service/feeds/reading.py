"""One reading of one feed: what is new in it is fetched, read and handed to the ledger, an item at a time."""

import asyncio
import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

import msgspec
import structlog

from events.connection import LOST
from events.errors import ChanceryError, LedgerUnavailable
from service.feeds.sources import Source
from service.feeds.store import Claim, FeedStore, Known
from service.handle import Contested, Handler
from service.ingest.articles import fetch_article
from service.ingest.feeds import Feed, Item, read_feed
from service.ingest.fetch import Fetched
from service.ingest.fetch_errors import NotAPage, NotFetched, TryLater
from service.ingest.html import read_page
from service.ingest.visits import Visitor
from service.planning import Handled
from service.submission import Submission, read_submission

MOST_ATTEMPTS = 5
"""In how many readings of its feed an item is tried before it is given up."""

_LONGEST_PAUSE = timedelta(days=1)
_NOT_MODIFIED = 304

Result = TypeVar("Result")
_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Stopped(Exception):
    """The process is to end: what is being fetched is let go of."""


class FeedRead(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one reading: counts of items by what became of them; ``left`` are those to be tried again.

    ``passed over``: another process reads the feed, or its server wants to be left alone for a while.
    """

    url: str
    outcome: Literal["read", "unchanged", "failed", "passed over"]
    recorded: int = 0
    revised: int = 0
    known: int = 0
    refused: int = 0
    left: int = 0
    problem: str | None = None


class FeedReader:
    """Reads feeds; one for a process. ``clock`` tells the time, with its zone."""

    def __init__(self, store: FeedStore, visitor: Visitor, handler: Handler, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._visitor = visitor
        self._handler = handler
        self._clock = clock

    async def read(self, source: Source, stop: asyncio.Event) -> FeedRead:
        """Read a feed; what goes wrong with it or its items is kept and told, and raised by none but the database.

        ``stop`` ends it after the item at hand: the rest is found again by the next reading.

        Raises:
            asyncpg.PostgresError, OSError, LedgerUnavailable: the database does not answer.

        """
        claim = await self._store.claim(source.url, self._clock())
        if claim is None:
            return FeedRead(url=source.url, outcome="passed over", problem="another process reads it, or it is to wait")
        try:
            fetched = await _unless(stop, self._visitor.visit(source.url, headers=_condition(claim)))
            if fetched.status == _NOT_MODIFIED:
                await self._succeed(source, claim.etag, claim.modified)
                return FeedRead(url=source.url, outcome="unchanged")
            feed = await asyncio.to_thread(
                read_feed, fetched.body, url=fetched.url, content_type=fetched.headers.get("content-type", "")
            )
        except NotFetched as error:
            return await self._fail(source, claim, error)
        except Stopped:
            await self._store.release(source.url)
            return FeedRead(url=source.url, outcome="passed over", problem="stopped before it was fetched")
        except BaseException:
            await self._give_back(source)
            raise
        return await self._take(source, feed, fetched, stop)

    async def _take(self, source: Source, feed: Feed, fetched: Fetched, stop: asyncio.Event) -> FeedRead:
        """Hand the new items in, the oldest first."""
        counts: Counter[str] = Counter()
        try:
            known = await self._store.known_items(source.url, [item.key for item in feed.items], self._clock())
            for item in reversed(feed.items):
                told = _digest(item, source)
                before = known.get(item.key)
                if before is not None and before.settled and before.digest == told:
                    continue
                if stop.is_set():
                    counts["left"] += 1
                    continue
                counts[await self._take_item(source, item, told, before, stop)] += 1
                await self._store.extend(source.url, self._clock())
            # With something left, the next request must not be answered with "not modified".
            whole = not counts["left"]
            await self._succeed(
                source,
                fetched.headers.get("etag") if whole else None,
                fetched.headers.get("last-modified") if whole else None,
            )
        except BaseException:
            await self._give_back(source)
            raise
        _log.info("feed read", feed=source.url, items=len(feed.items), **counts)
        return FeedRead(
            url=source.url,
            outcome="read",
            recorded=counts["recorded"],
            revised=counts["revised"],
            known=counts["known"],
            refused=counts["refused"],
            left=counts["left"],
        )

    async def _take_item(
        self, source: Source, item: Item, digest: str, before: Known | None, stop: asyncio.Event
    ) -> str:
        """Fetch, read and record one item; what became of it, as a field of ``FeedRead``."""
        attempts = 1 + (before.attempts if before is not None and before.digest == digest else 0)
        handled: Handled | None = None
        problem, settled = None, True
        try:
            submission = await _unless(stop, self._find_text(source, item))
            handled = await self._handler.handle(await asyncio.to_thread(read_submission, submission))
        except Stopped:
            return "left"
        except (LedgerUnavailable, *LOST):
            raise
        except ChanceryError as error:
            transient = isinstance(error, Contested) or (isinstance(error, NotFetched) and error.transient)
            problem, settled = str(error), not transient or attempts >= MOST_ATTEMPTS
            _log.warning("item not taken", feed=source.url, item=item.url, reason=problem, again=not settled)
        except Exception as error:  # noqa: BLE001
            # A fault of ours in one article must not keep the others of the feed out.
            problem = f"{item.url} could not be read ({type(error).__name__}); report it with the log"
            _log.exception("item not taken", feed=source.url, item=item.url)
        await self._store.keep_item(
            source.url,
            item.key,
            digest=digest,
            article=None if handled is None else handled.article,
            problem=problem,
            attempts=attempts,
            settled=settled,
            now=self._clock(),
        )
        if handled is not None:
            return handled.outcome
        return "refused" if settled else "left"

    async def _find_text(self, source: Source, item: Item) -> Submission:
        if source.content == "page":
            found = await fetch_article(self._visitor, item.url)
        elif item.html:
            # What a feed holds is a part of a page.
            html = f"<html><body><article>{item.html}</article></body></html>"
            page = await asyncio.to_thread(read_page, html, url=item.url)
            text = (
                page.text if item.title is None or page.text.startswith(item.title) else f"{item.title}\n\n{page.text}"
            )
            found = Submission(text=text, title=item.title, url=item.url)
        else:
            raise NotAPage(f"{source.url} holds no text of {item.url}; let its text come from the page: content page")
        return msgspec.structs.replace(
            found,
            title=found.title or item.title,
            publisher=source.publisher,
            published=item.published or found.published,
            language=source.language,
        )

    async def _give_back(self, source: Source) -> None:
        """Let others read the feed; where the database is gone, they wait until the claim ends by itself."""
        with contextlib.suppress(*LOST):
            await self._store.release(source.url)

    async def _succeed(self, source: Source, etag: str | None, modified: str | None) -> None:
        now = self._clock()
        due = now + timedelta(seconds=source.every)
        await self._store.succeed(source.url, etag=etag, modified=modified, now=now, due=due)
        await self._store.forget_items(source.url, now)

    async def _fail(self, source: Source, claim: Claim, error: NotFetched) -> FeedRead:
        now = self._clock()
        pause = min(timedelta(seconds=source.every) * 2 ** min(claim.failures, 20), _LONGEST_PAUSE)
        wait = None
        if isinstance(error, TryLater) and error.wait is not None:
            wait = now + min(timedelta(seconds=error.wait), _LONGEST_PAUSE)
        due = max(now + pause, wait or now)
        await self._store.fail(source.url, str(error), now=now, due=due, wait=wait)
        _log.warning("feed not read", feed=source.url, reason=str(error), again=due.isoformat(timespec="seconds"))
        return FeedRead(url=source.url, outcome="failed", problem=str(error))


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of work that writes nothing; raises Stopped, and lets go of it, when told to stop meanwhile."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Stopped
        return task.result()
    finally:
        stopped.cancel()
        task.cancel()
        await asyncio.wait({task, stopped})


def _condition(claim: Claim) -> dict[str, str]:
    """The headers of a request that is answered in full only where something has changed."""
    told = {"If-None-Match": claim.etag, "If-Modified-Since": claim.modified}
    return {name: value for name, value in told.items() if value}


def _digest(item: Item, source: Source) -> str:
    """What an item tells: with its text, where that is what is read."""
    if source.content == "page":
        return item.digest
    return hashlib.sha256((item.digest + (item.html or "")).encode("utf-8", "replace")).hexdigest()
