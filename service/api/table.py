"""CSV: a column for each field of a shape, nested ones with a dot, lists of words joined by a bar, others as JSON."""

import csv
import io
import types
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

Column = tuple[str, Callable[[Any], Any]]
"""The name of a column, and what it takes from an item."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BAR = " | "


def write_csv(shape: type[msgspec.Struct], items: Sequence[Any]) -> bytes:
    """Items as CSV (RFC 4180, UTF-8) with a line of names; the columns follow from the shape alone.

    A text that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    columns = _columns(shape)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([name for name, _ in columns])
    for item in items:
        writer.writerow([_show(take(item)) for _, take in columns])
    return out.getvalue().encode()


@lru_cache(maxsize=64)
def _columns(shape: type[msgspec.Struct]) -> tuple[Column, ...]:
    return tuple(_find_columns(shape, "", lambda item: item))


def _find_columns(shape: type[msgspec.Struct], before: str, take: Callable[[Any], Any]) -> Iterator[Column]:
    hints = get_type_hints(shape)
    for field in shape.__struct_fields__:
        inner = _as_shape(hints[field])
        if inner is None:
            yield f"{before}{field}", _follow(take, field)
        else:
            yield from _find_columns(inner, f"{before}{field}.", _follow(take, field))


def _follow(take: Callable[[Any], Any], field: str) -> Callable[[Any], Any]:
    def follow(item: Any) -> Any:  # noqa: ANN401  (any shape)
        held = take(item)
        return None if held is None else getattr(held, field)

    return follow


def _as_shape(kind: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401  (a type as it was written)
    """The shape that a field holds, or may hold; None where it holds something else."""
    if get_origin(kind) is Annotated:
        return _as_shape(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        held = [each for each in get_args(kind) if each is not types.NoneType]
        return _as_shape(held[0]) if len(held) == 1 else None
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def _show(value: Any) -> Any:  # noqa: ANN401  (of any field)
    if isinstance(value, str):
        return _make_safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, tuple):
        held = cast("tuple[object, ...]", value)
        words = [each for each in held if isinstance(each, str)]
        if len(words) == len(held):
            return _make_safe(_BAR.join(words))
    return _make_safe(msgspec.json.encode(value).decode())


def _make_safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
