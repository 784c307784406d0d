"""Lines out of a stream of bytes, in bounded memory."""

from collections.abc import AsyncGenerator, AsyncIterable

import msgspec

LONGEST = 10_000_000
"""Bytes of one line, at most; what is longer is told, and not kept."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it came, None where it is too long to be kept; ``number`` counts every line from 1."""

    number: int
    content: bytes | None


async def split_lines(pieces: AsyncIterable[bytes], longest: int = LONGEST) -> AsyncGenerator[Line]:
    """Lines out of pieces, those left out that are blank; never keeps more than a line and a piece."""
    kept = bytearray()
    number, too_long = 1, False
    async for piece in pieces:
        *ended, rest = piece.split(b"\n")
        for end in ended:
            kept += b"" if too_long else end
            if too_long or len(kept) > longest:
                yield Line(number=number, content=None)
            elif kept.strip():
                yield Line(number=number, content=bytes(kept))
            kept.clear()
            number, too_long = number + 1, False
        kept += b"" if too_long else rest
        if len(kept) > longest:
            kept.clear()
            too_long = True
    if too_long or len(kept) > longest:
        yield Line(number=number, content=None)
    elif kept.strip():
        yield Line(number=number, content=bytes(kept))
