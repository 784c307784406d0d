"""The cursor of a page: where the next one begins, opaque to whoever gives it back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

import msgspec

from projections.errors import BadCursor

T = TypeVar("T")


def write_cursor(place: object) -> str:
    """The cursor of a place in a list."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read_cursor(cursor: str, kind: type[T]) -> T:
    """The place that a cursor stands for; raises BadCursor where it is none of such a place."""
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kind)
    except (ValueError, msgspec.MsgspecError) as error:
        raise BadCursor(cursor) from error
