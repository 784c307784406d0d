"""The article behind an address: fetched with manners, and read out of its page."""

import asyncio

from service.ingest.fetch import Fetched
from service.ingest.fetch_errors import NotAPage
from service.ingest.html import decode_page, read_page
from service.ingest.visits import Visitor
from service.submission import Submission

_PAGES = frozenset({"text/html", "application/xhtml+xml", ""})
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_FEED_STARTS = ("<rss", "<feed", "<rdf:rdf")


async def fetch_article(visitor: Visitor, url: str) -> Submission:
    """Fetch the page of an article: its text, and what the page tells; its address is the one that gave it at last.

    Raises:
        NotAPage: what came holds no article.
        NotFetched: as ``Visitor.visit``.

    """
    fetched = await visitor.visit(url)
    return await asyncio.to_thread(_read, fetched)


def _read(fetched: Fetched) -> Submission:
    kind, url = fetched.media_type, fetched.url
    if kind == "text/plain":
        return Submission(text=decode_page(fetched.body, fetched.charset), url=url)
    if kind in _FEEDS or (kind.endswith("xml") and kind not in _PAGES):
        head = decode_page(fetched.body[:2000], fetched.charset).lower()
        if kind in _FEEDS or any(start in head for start in _FEED_STARTS):
            raise NotAPage(f"{url} is a feed: `chancery feeds add {url}`, then `chancery feeds run`")
    if kind not in _PAGES:
        raise NotAPage(f"{url} is {kind}, not a page; send the article's text as a file")
    page = read_page(fetched.body, url=url, charset=fetched.charset)
    return Submission(text=page.text, title=page.title, url=url, published=page.published)
