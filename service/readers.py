"""Articles read in processes of their own, one for each core, for whoever hands in many at once."""

import asyncio
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess

import msgspec
import structlog

from events.errors import ChanceryError
from events.vocabulary import Report
from service.extract.reading import Reading
from service.ingest.metadata import Metadata
from service.problems import Refusal, find_kind
from service.submission import Discarded, Prepared, Submission, read_submission
from service.telemetry import set_up_logging

GIVES_WAY = 5
"""By how much these processes stand back where all want a core: whoever answers, decides and stores goes first."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
_UNTOLD = Reading(reports=[], dropped=[], sentences=[])


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why an article was not taken: the name of the problem, and what was wrong."""

    problem: str
    detail: str


class _Sent(msgspec.Struct, frozen=True, array_like=True):
    """What a process that reads sends back of an article: ``Prepared``, without the reading."""

    article: str
    text: str
    text_hash: str
    metadata: Metadata
    extractor: str
    reports: tuple[Report, ...]
    discarded: tuple[Discarded, ...]
    seconds: dict[str, float]


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[_Sent] = msgspec.msgpack.Decoder(_Sent)


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Readers:
    """Processes that read articles; they begin with the first article and end with the service, however it ends."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, submission: Submission) -> Prepared:
        """Read an article; as ``read_submission``, but for ``Prepared.reading``, which stays behind.

        Raises:
            Refusal: the article cannot be taken (empty, binary, a date that is none).
            BrokenProcessPool: whoever read it died twice.

        """
        pool = self._open()
        try:
            read = await asyncio.wrap_future(pool.submit(_read, submission))
        except BrokenProcessPool:
            _log.warning("a process that reads articles died; others are begun, and the article is read again")
            if self._pool is pool:
                self.close()
            read = await asyncio.wrap_future(self._open().submit(_read, submission))
        if isinstance(read, Refused):
            raise Refusal(read.problem, read.detail)
        return _open_sent(read)

    def close(self) -> None:
        """End the processes; what they have not begun is not read."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: this process has threads and connections.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_begin)
        return self._pool


def _begin() -> None:
    """Get ready to read: give way to the service, leave Ctrl-C to it, and end with it even where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_up_logging()
    os.nice(GIVES_WAY)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), name="end with the service", daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _read(submission: Submission) -> bytes | Refused:
    try:
        prepared = read_submission(submission)
    except ChanceryError as error:
        # Errors do not travel between processes as they are.
        return Refused(problem=find_kind(error), detail=str(error))
    # Written and read in a third of the time that it takes between processes as it is; and what has its default has the
    # very same one again, so that an event is the same bytes in the ledger whichever process read its article.
    return _encoder.encode(_Sent(**{name: getattr(prepared, name) for name in _Sent.__struct_fields__}))


def _open_sent(sent: bytes) -> Prepared:
    return Prepared(**msgspec.structs.asdict(_decoder.decode(sent)), reading=_UNTOLD)
