"""The bodies of answers, unpacked within a limit."""

import gzip
import zlib

import brotli  # pyright: ignore[reportMissingTypeStubs]
import pytest

from service.ingest.bodies import Body
from service.ingest.fetch_errors import BodyTooLarge, BrokenAnswer

TEXT = b"Le Mali et la Russie. " * 100
PACKED: dict[str, bytes] = {
    "": TEXT,
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:]),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),  # pyright: ignore[reportUnknownMemberType]
}
_RAW = zlib.compressobj(wbits=-15)
PACKED["Deflate"] = _RAW.compress(TEXT) + _RAW.flush()


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_a_body_is_unpacked_however_it_comes(encoding: str, step: int) -> None:
    """Each encoding gives the text, whole or byte by byte: gzip in several members, deflate without its header."""
    body = Body("http://e.org/", encoding, len(TEXT))
    for at in range(0, len(PACKED[encoding]), step):
        body.take(PACKED[encoding][at : at + step])
    assert body.finish() == TEXT


@pytest.mark.parametrize("encoding", PACKED)
def test_one_byte_too_much_is_refused(encoding: str) -> None:
    """A body over the limit is refused, packed or not."""
    body = Body("http://e.org/", encoding, len(TEXT) - 1)
    with pytest.raises(BodyTooLarge, match="CHANCERY_FETCH_LIMIT"):
        body.take(PACKED[encoding])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_what_is_not_packed_as_it_says_is_refused(encoding: str) -> None:
    """Bytes that are no archive, and archives that are cut short, are errors and not half an article."""
    with pytest.raises(BrokenAnswer, match="cannot be unpacked"):
        Body("http://e.org/", encoding, 10_000).take(b"Bonjour tout le monde")
    short = Body("http://e.org/", encoding, 10_000)
    short.take(PACKED[encoding][:-5])
    with pytest.raises(BrokenAnswer, match="cut short"):
        short.finish()


@pytest.mark.parametrize("encoding", ["gzip, gzip", "zstd", "compress", "gzip;q=1", "\x00"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    """What we cannot unpack is not taken for text."""
    with pytest.raises(BrokenAnswer, match="encoding"):
        Body("http://e.org/", encoding, 10_000)
