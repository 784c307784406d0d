"""The body of an answer, unpacked as it comes and never beyond the limit: a bomb does not get to burst."""

import zlib
from typing import Any, Protocol

import brotli  # pyright: ignore[reportMissingTypeStubs]

from service.ingest.fetch_errors import BodyTooLarge, BrokenAnswer

ACCEPTED = "gzip, deflate, br"
"""The encodings that are asked for; an answer in any other is refused."""

_BAD_BROTLI: type[Exception] = brotli.error  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
_ANY_HEADER = 47  # gzip or zlib, whichever its first bytes say
_NO_HEADER = -15
_HEADER = 2  # bytes


class _Unpacker(Protocol):
    """What takes packed bytes and gives about ``most`` bytes; ``rest`` is what follows the end of the packed ones."""

    def unpack(self, chunk: bytes, most: int) -> bytes: ...

    @property
    def ended(self) -> bool: ...

    @property
    def rest(self) -> bytes: ...


class _Gzip:
    """Gzip or zlib; ``raw`` where it may come without its header, as some servers send what they call deflate."""

    def __init__(self, *, raw: bool = False) -> None:
        self._work = zlib.decompressobj(_ANY_HEADER)
        # The two bytes that would be the header, until they have been taken for one.
        self._first: bytes | None = b"" if raw else None

    def unpack(self, chunk: bytes, most: int) -> bytes:
        if self._first is None:
            return self._work.decompress(chunk, most)
        first, self._first = self._first + chunk, None
        try:
            part = self._work.decompress(chunk, most)
        except zlib.error:
            self._work = zlib.decompressobj(_NO_HEADER)
            return self._work.decompress(first, most)
        if len(first) < _HEADER:
            self._first = first
        return part

    @property
    def ended(self) -> bool:
        return self._work.eof

    @property
    def rest(self) -> bytes:
        return self._work.unused_data


class _Brotli:
    def __init__(self) -> None:
        self._work: Any = brotli.Decompressor()  # pyright: ignore[reportUnknownMemberType]

    def unpack(self, chunk: bytes, most: int) -> bytes:
        return self._work.process(chunk, output_buffer_limit=most)

    @property
    def ended(self) -> bool:
        return self._work.is_finished()

    @property
    def rest(self) -> bytes:
        return b""


class Body:
    """Takes the bytes of a body as they come; ``finish`` gives it unpacked.

    Raises BodyTooLarge as soon as it is, as sent or unpacked; BrokenAnswer for what is not packed as it says.
    """

    def __init__(self, url: str, encoding: str, largest: int) -> None:
        """``encoding`` is the Content-Encoding, empty for none; ``largest`` is in bytes."""
        self._url = url
        self._largest = largest
        self._sent = 0
        self._parts: list[bytes] = []
        self._size = 0
        self._unpacker = self._choose(encoding.strip().lower())

    def take(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._sent += len(chunk)
        if self._sent > self._largest:
            raise self._too_large("")
        if self._unpacker is None:
            self._keep(chunk)
            return
        while chunk:
            if self._unpacker.ended:
                # Another member of the same gzip file.
                self._unpacker = _Gzip()
            try:
                # One byte more than may come out, so that too much shows: then the rest is never unpacked.
                part = self._unpacker.unpack(chunk, self._largest - self._size + 1)
            except (zlib.error, _BAD_BROTLI) as error:
                raise BrokenAnswer(
                    f"{self._url} has a body that cannot be unpacked ({error}); ask who serves it"
                ) from None
            self._keep(part)
            chunk = self._unpacker.rest.lstrip(b"\0")

    def finish(self) -> bytes:
        """The whole body, unpacked."""
        if self._unpacker is not None and self._sent and not self._unpacker.ended:
            raise BrokenAnswer(f"{self._url} has a packed body that is cut short; try again later")
        return b"".join(self._parts)

    def _choose(self, encoding: str) -> _Unpacker | None:
        match encoding:
            case "" | "identity":
                return None
            case "gzip" | "x-gzip":
                return _Gzip()
            case "deflate":
                return _Gzip(raw=True)
            case "br":
                return _Brotli()
            case _:
                raise BrokenAnswer(
                    f"{self._url} answers in the encoding {encoding[:40]!r}, which is not known; ask who serves it"
                )

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._largest:
            raise self._too_large(" unpacked")
        self._parts.append(part)

    def _too_large(self, how: str) -> BodyTooLarge:
        return BodyTooLarge(
            f"{self._url} has more than {self._largest} bytes{how}; it is left alone, or raise CHANCERY_FETCH_LIMIT"
        )
