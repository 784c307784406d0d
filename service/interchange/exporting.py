"""Events written into a file, page by page, as one moment has them."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, cast

import msgspec

from projections.questions.queries import Queries
from projections.views.timeline import EventFilter
from service.interchange.forms import Form, open_writer
from service.interchange.rows import ExportedEvent, flatten

PAGE = 2_000
"""Rows that are written at once: of Parquet a row group."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: how many events in how many bytes, their SHA-256, and the position that the views had read."""

    file: str
    format: Form
    events: int
    size: int
    sha256: str
    position: int


class _Digesting:
    """A file that is told what goes through it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.digest = hashlib.sha256()
        self.size = 0
        self.closed = False

    def write(self, piece: bytes) -> int:
        """Write on."""
        written = bytes(piece)
        self._inner.write(written)
        self.digest.update(written)
        self.size += len(written)
        return len(written)

    def tell(self) -> int:
        """How much was written."""
        return self.size

    def flush(self) -> None:
        """Write out what is held back."""
        self._inner.flush()

    def writable(self) -> bool:
        """Yes."""
        return True

    def readable(self) -> bool:
        """No."""
        return False

    def seekable(self) -> bool:
        """No."""
        return False


async def export_events(
    queries: Queries, which: EventFilter, form: Form, out: BinaryIO, name: str, on_page: Callable[[int, int], None]
) -> Exported:
    """Write every event that a filter lets through into an open file, the oldest first.

    ``on_page`` is told after each page how many events were written, and of how many.

    Raises:
        NoParquet: pyarrow is not installed.
        OSError: the file cannot be written.

    """
    through = _Digesting(out)
    writer = open_writer(form, cast("IO[bytes]", through))
    done = 0
    page: list[ExportedEvent] = []
    async with queries.stream_events(which) as stream:
        async for event in stream.events:
            page.append(flatten(event))
            if len(page) == PAGE:
                writer.write(page)
                done += len(page)
                on_page(done, stream.count)
                page = []
    if page:
        writer.write(page)
        done += len(page)
        on_page(done, stream.count)
    writer.close()
    through.flush()
    return Exported(
        file=name,
        format=form,
        events=done,
        size=through.size,
        sha256=through.digest.hexdigest(),
        position=stream.position,
    )


def beside(path: Path) -> Path:
    """Where a file is written before it is whole."""
    return path.with_name(f".{path.name}.part")
