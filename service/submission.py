"""What was sent, read: clean text, metadata, the article's identity, and the reports that hold up. No database."""

import msgspec
import structlog

from events.codec import derive_name
from events.errors import InvalidEvent
from events.evidence import Quote, check_quote, hash_text
from events.vocabulary import Report
from events.wellformed import check
from service.extract.claims import Dropped
from service.extract.reading import EXTRACTOR_VERSION, Reading, read_article
from service.ingest.metadata import Metadata, read_metadata
from service.ingest.publishers import find_country
from service.ingest.text import clean_text
from service.stages import Stages

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """An article as somebody hands it in: its text, and what they know about it."""

    text: str | bytes
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


Discarded = Dropped
"""A claim that was read and not kept: where it stands in the clean text, the rule that read it, and why not."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that has been read: all that a decision needs to know of it, and what each stage took."""

    article: str
    text: str
    text_hash: str
    metadata: Metadata
    extractor: str
    reports: tuple[Report, ...]
    discarded: tuple[Discarded, ...]
    reading: Reading
    seconds: dict[str, float] = {}


def read_submission(submission: Submission, *, explain: bool = False) -> Prepared:
    """Read an article; the same submission always gives the same result.

    Raises:
        ChanceryError: there is no text (empty, binary, too large), or the date or address given cannot be.

    """
    stages = Stages()
    text = clean_text(submission.text)
    stages("text")
    metadata = read_metadata(
        text,
        title=_write_on_one_line(submission.title),
        url=submission.url,
        publisher=_write_on_one_line(submission.publisher),
        published=submission.published,
        language=submission.language,
    )
    text_hash = hash_text(text)
    article = identify(metadata, text_hash)
    stages("metadata")
    reading = read_article(
        text,
        article=article,
        title=metadata.title,
        published=metadata.published,
        language=metadata.language,
        home=find_country(metadata.publisher),
        explain=explain,
        lap=stages,
    )
    kept: list[Report] = []
    discarded = [*reading.dropped]
    for report in reading.reports:
        fault = _find_fault(report, text)
        if fault is None:
            kept.append(report)
        else:
            discarded.append(_discard(report, fault))
            _log.warning(
                "a claim does not hold up and is left out", article=article, type=type(report).__name__, why=fault
            )
    stages("check")
    return Prepared(
        article=article,
        text=text,
        text_hash=text_hash,
        metadata=metadata,
        extractor=EXTRACTOR_VERSION,
        reports=tuple(kept),
        discarded=tuple(discarded),
        reading=reading,
        seconds=stages.seconds,
    )


def identify(metadata: Metadata, text_hash: str) -> str:
    """The id of an article: by its publisher and address, or where it has no address, by its publisher and text."""
    where = metadata.url or f"sha256:{text_hash}"
    return derive_name("article", metadata.publisher or "", where)


def _write_on_one_line(given: str | None) -> str | None:
    """A title or a name without control characters, which no database column would take."""
    if given is None:
        return None
    return " ".join("".join(letter if letter.isprintable() else " " for letter in given).split()) or None


def _find_fault(report: Report, text: str) -> str | None:
    try:
        check(report)
        for proof in report.evidence:
            if isinstance(proof, Quote):
                check_quote(proof, text)
    except InvalidEvent as error:
        return str(error)
    return None


def _discard(report: Report, fault: str) -> Discarded:
    quote = next((proof for proof in report.evidence if isinstance(proof, Quote)), None)
    if quote is None:
        return Discarded(start=0, end=0, rule="", reason=fault)
    return Discarded(start=quote.start, end=quote.end, rule=quote.rule, reason=fault)
