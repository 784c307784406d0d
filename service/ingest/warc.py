"""Articles out of web archives (WARC): every page that was answered with 200, as it was captured."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType  # pyright: ignore[reportMissingModuleSource]  (compiled, with stubs)

from events.errors import ChanceryError
from service.ingest.bodies import Body
from service.ingest.fetch_errors import NotAPage, NotFetched
from service.ingest.html import read_page
from service.submission import Submission

_OK = 200
_CHUNK = 1 << 16
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


class BrokenArchive(ChanceryError):
    """The archive cannot be read further."""

    problem = "broken-archive"


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """A page of an archive: its address, and the article in it, or why there is none."""

    url: str
    submission: Submission | None = None
    error: NotFetched | None = None


def read_warc(stream: BinaryIO, *, name: str, largest: int) -> Iterator[Captured]:
    """Every HTML page of an archive, compressed or not, one at a time; ``largest`` is in bytes, unpacked.

    The day of capture is not the day of publication: where a page does not tell that, its text may.

    Raises:
        BrokenArchive: the archive is damaged, or is none; what came before stands.

    """
    count = 0
    try:
        # Content encodings are unpacked by us: within the limit, and so that one broken body stops no other.
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="transfer"):
            count += 1
            captured = _read_record(record, largest)
            if captured is not None:
                yield captured
    except (OSError, ValueError) as error:
        raise BrokenArchive(
            f"{name} cannot be read after {count} records ({error}); fetch it anew, or cut it off there"
        ) from error
    if not count:
        raise BrokenArchive(f"{name} holds no answers of a server; name a WARC file, .warc or .warc.gz")


def _read_record(record: WarcRecord, largest: int) -> Captured | None:
    """The page of one record; None where it is none."""
    if not record.is_http_parsed:
        return None
    http = record.http_headers
    if http.status_code != _OK or (record.http_content_type or "").lower() not in _PAGES:
        return None
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
    try:
        body = Body(url, str(http.get("Content-Encoding") or ""), largest)
        while chunk := record.reader.read(_CHUNK):
            body.take(chunk)
        page = read_page(body.finish(), url=url, charset=record.http_charset)
    except NotFetched as error:
        return Captured(url=url, error=error)
    except OSError as error:
        return Captured(url=url, error=NotAPage(f"{url} cannot be read out of the archive: {error}; capture it anew"))
    return Captured(
        url=url,
        submission=Submission(text=page.text, title=page.title, url=url or None, published=page.published),
    )
