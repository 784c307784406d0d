"""What ``chancery ingest`` is given, told apart by its name: texts, addresses, web archives, JSON lines."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import click
import msgspec

from events.errors import ChanceryError
from service.app import open_visitor
from service.settings import Settings
from service.submission import Submission

Read = tuple[str, Submission | ChanceryError]

_ARCHIVES = (".warc", ".warc.gz")
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


class BrokenFile(ChanceryError):
    """A file that cannot be read to its end."""

    problem = "broken-file"


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Sources by kind: files and folders of text, archives and JSON lines, addresses."""

    texts: tuple[Path, ...]
    streams: tuple[Path, ...]
    urls: tuple[str, ...]


def sort_sources(sources: tuple[str, ...]) -> Chosen:
    """Tell sources apart; raises click.UsageError for a file that is not there."""
    urls = tuple(source for source in sources if source.lower().startswith(("http://", "https://")))
    paths = [Path(source) for source in sources if source not in urls]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(
            f"{', '.join(missing)} does not exist; name a file, a folder, or an address that starts with https://"
        )
    streams = tuple(path for path in paths if path.is_file() and path.name.lower().endswith((*_ARCHIVES, *_LINES)))
    return Chosen(texts=tuple(path for path in paths if path not in streams), streams=streams, urls=urls)


async def read_sources(settings: Settings, chosen: Chosen) -> AsyncIterator[Read]:
    """Every article of the streams and addresses by its name, or why there is none; one at a time."""
    for path in chosen.streams:
        articles = _read_stream(path, settings)
        while (read := await asyncio.to_thread(next, articles, None)) is not None:
            yield read
    if not chosen.urls:
        return
    # Only now, since it loads what reads HTML.
    from service.ingest.articles import fetch_article  # noqa: PLC0415

    async with open_visitor(settings) as visitor:
        for url in chosen.urls:
            try:
                yield url, await fetch_article(visitor, url)
            except ChanceryError as error:
                yield url, error


def _read_stream(path: Path, settings: Settings) -> Iterator[Read]:
    """The articles of one file, as far as it can be read."""
    try:
        with path.open("rb") as file:
            yield from _read_open(path, file, settings)
    except ChanceryError as error:
        yield path.name, error
    except (OSError, EOFError, zlib.error) as error:
        yield path.name, BrokenFile(f"{path} cannot be read to its end ({error}); fetch it anew, or cut it off there")


def _read_open(path: Path, file: BinaryIO, settings: Settings) -> Iterator[Read]:
    # Each loads what reads HTML.
    if path.name.lower().endswith(_ARCHIVES):
        from service.ingest.warc import read_warc  # noqa: PLC0415

        for page in read_warc(file, name=str(path), largest=settings.fetch_limit):
            yield page.url or path.name, page.submission or page.error or BrokenFile()
    else:
        from service.ingest.jsonl import read_jsonl  # noqa: PLC0415

        stream = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if path.name.lower().endswith(".gz") else file
        for line in read_jsonl(stream, name=str(path)):
            yield f"{path.name}:{line.number}", line.submission or line.error or BrokenFile()
