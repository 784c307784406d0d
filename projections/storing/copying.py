"""Rows in the binary form that COPY takes, so that any process can prepare them and the server reads them as they are.

The form is that of the chapter on COPY in the manual of PostgreSQL; each value is what the send function of its type
gives.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import chain, repeat
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from projections.view import Row

T = TypeVar("T")

Encode = Callable[[Any], bytes]
Pieces = tuple[Iterable[bytes], ...]
"""What a column's values are written as, piece by piece."""

_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TAIL = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_TEXT_OID = 25
_EPOCH = date(2000, 1, 1).toordinal()
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ENDS = {date.max: 0x7FFFFFFF, date.min: -0x80000000}
"""The days that stand for "infinity" and "-infinity"."""

_length = struct.Struct("!i").pack
_day = struct.Struct("!ii").pack
_small = struct.Struct("!ih").pack
_big = struct.Struct("!iq").pack
_float = struct.Struct("!id").pack
_array = struct.Struct("!iiiiii").pack
_ARRAY_HEAD = 20
_NO_TEXTS = struct.pack("!iiii", 12, 0, 0, _TEXT_OID)


_MOST = 8_192


class Kept(dict[T, bytes]):
    """What values are written as, of those that come often; found in half the steps of ``lru_cache``."""

    def __init__(self, write: Callable[[T], bytes]) -> None:
        """``write``: how a value is written that is not kept."""
        super().__init__()
        self._write = write

    def __missing__(self, value: T) -> bytes:
        """Write a value, and keep that; when there are many, begin anew."""
        if len(self) >= _MOST:
            self.clear()
        self[value] = written = self._write(value)
        return written


def encode_rows(kind: type[Row], rows: Sequence[Row]) -> bytes:
    """Rows of one type as a part of a COPY; the columns are the fields, in their order."""
    columns = _columns(kind)
    head = struct.pack("!h", len(columns))
    # Column by column: nearly all of it are loops that need no Python.
    values = zip(*map(msgspec.structs.astuple, rows), strict=True)
    pieces = [piece for write, column in zip(columns, values, strict=True) for piece in write(column)]
    return b"".join(chain.from_iterable(zip(repeat(head, len(rows)), *pieces, strict=True)))


def frame_rows(parts: Iterable[bytes]) -> Iterable[bytes]:
    """Encoded rows of one type as one COPY."""
    return chain((_HEAD,), parts, (_TAIL,))


@cache
def _columns(kind: type[Row]) -> tuple[Callable[[Sequence[Any]], Pieces], ...]:
    """How each column is written; one that all rows may fill differently keeps nothing of its values."""
    hints = get_type_hints(kind, include_extras=True)
    whole: dict[object, Callable[[Sequence[Any]], Pieces]] = {bytes: _write_bytes, int: _write_numbers}
    own: dict[str, Callable[[Sequence[Any]], Pieces]] = {
        "happening": _write_texts,
        "event": _write_texts,
        "articles": _write_articles,
        "parties": _write_parties,
    }
    return tuple(
        own.get(field) or whole.get(hints[field]) or partial(_write_each, _encoder(hints[field]))
        for field in kind.__struct_fields__
    )


def _write_each(encode: Encode, values: Sequence[Any]) -> Pieces:
    return (map(encode, values),)


def _write_numbers(values: Sequence[int]) -> Pieces:
    return (map(_big, repeat(8), values),)


def _write_bytes(values: Sequence[bytes]) -> Pieces:
    return (map(_encode_length, map(len, values)), values)


def _write_texts(values: Sequence[str]) -> Pieces:
    return _write_bytes(list(map(str.encode, values)))


def _encoder(hint: object) -> Encode:
    """The encoder of a field's type, with None or without."""
    kinds = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is Literal:
        return _encode_text
    if get_origin(hint) is tuple:
        return _encode_texts
    if "smallint" in kinds:
        return _encode_small
    if get_origin(hint) in {Union, UnionType}:
        return _encoder(kinds[0])
    return _ENCODERS[hint]


def _write_text(value: str | None) -> bytes:
    if value is None:
        return _NULL
    raw = value.encode()
    return _length(len(raw)) + raw


_encode_length = Kept(_length).__getitem__
_encode_small = Kept(partial(_small, 2)).__getitem__
_encode_text = Kept(_write_text).__getitem__


def _encode_bytes(value: bytes | None) -> bytes:
    return _NULL if value is None else _length(len(value)) + value


def _join_texts(values: tuple[str, ...]) -> bytes:
    if not values:
        return _NO_TEXTS
    texts = b"".join(map(_encode_text, values))
    return _array(_ARRAY_HEAD + len(texts), 1, 0, _TEXT_OID, len(values), 1) + texts


_encode_texts = Kept(_join_texts).__getitem__


def _head_of_one(length: int) -> bytes:
    """What stands before a text of so many bytes that is the only one of its list."""
    return _array(_ARRAY_HEAD + 4 + length, 1, 0, _TEXT_OID, 1, 1) + _length(length)


def _head_of_two(length: int) -> bytes:
    """What stands before two encoded texts of so many bytes together, which are all of their list."""
    return _array(_ARRAY_HEAD + length, 1, 0, _TEXT_OID, 2, 1)


_HEADS_OF_ONE, _HEADS_OF_TWO = Kept(_head_of_one), Kept(_head_of_two)


def _write_articles(values: Sequence[tuple[str, ...]]) -> Pieces:
    """Lists of mostly one text that few others have: nothing is kept of them."""
    heads = _HEADS_OF_ONE
    return ([heads[len(text := each[0].encode())] + text if len(each) == 1 else _join_texts(each) for each in values],)


def _write_parties(values: Sequence[tuple[str, ...]]) -> Pieces:
    """Lists of mostly two texts, each of few, but in many pairs."""
    heads = _HEADS_OF_TWO
    return (
        [
            heads[len(one := _encode_text(each[0])) + len(other := _encode_text(each[1]))] + one + other
            if len(each) == 2  # noqa: PLR2004
            else _join_texts(each)
            for each in values
        ],
    )


def _write_day(value: date | None) -> bytes:
    return _NULL if value is None else _day(4, _ENDS.get(value, value.toordinal() - _EPOCH))


_encode_day = Kept(_write_day).__getitem__


def _encode_moment(value: datetime) -> bytes:
    return _big(8, (value - _MOMENT) // _MICROSECOND)


def _encode_float(value: float | None) -> bytes:
    return _NULL if value is None else _float(8, value)


_FLAGS = (b"\x00\x00\x00\x01\x00", b"\x00\x00\x00\x01\x01")

_ENCODERS: dict[object, Encode] = {
    str: _encode_text,
    bytes: _encode_bytes,
    bool: _FLAGS.__getitem__,
    int: partial(_big, 8),
    float: _encode_float,
    date: _encode_day,
    datetime: _encode_moment,
}
