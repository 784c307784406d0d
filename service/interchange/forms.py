"""Rows written out: a line of JSON each, CSV, or Parquet; the same rows give the same bytes."""

import csv
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal, Protocol, get_args, get_origin, get_type_hints

import msgspec

from events.errors import ChanceryError
from service.interchange.cells import write_cell
from service.interchange.rows import ExportedEvent

Form = Literal["ndjson", "csv", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)
_ENDS: dict[str, Form] = {".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".parquet": "parquet"}
COLUMNS = ExportedEvent.__struct_fields__


class NoParquet(ChanceryError):
    """Parquet needs pyarrow, which is not installed."""

    problem = "no-parquet"


class Writer(Protocol):
    """Takes rows as they come; what it was given is whole after ``close``."""

    def write(self, rows: Sequence[ExportedEvent]) -> None:
        """Write some rows."""
        ...

    def close(self) -> None:
        """Write what ends the file; the file itself stays open."""
        ...


def find_form(path: Path) -> Form | None:
    """The form that the end of a file's name tells; None where it tells none."""
    return _ENDS.get(path.suffix)


def open_writer(form: Form, out: IO[bytes]) -> Writer:
    """What writes rows into an open file.

    Raises:
        NoParquet: pyarrow is not installed; a message that says what to install.

    """
    match form:
        case "ndjson":
            return _Lines(out)
        case "csv":
            return _Table(out)
        case "parquet":
            return _Parquet(out)


class _Lines:
    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._encoder = msgspec.json.Encoder()

    def write(self, rows: Sequence[ExportedEvent]) -> None:
        self._out.write(self._encoder.encode_lines(rows))

    def close(self) -> None:
        pass


class _Table:
    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._write_rows([COLUMNS])

    def write(self, rows: Sequence[ExportedEvent]) -> None:
        self._write_rows([[write_cell(getattr(row, name)) for name in COLUMNS] for row in rows])

    def close(self) -> None:
        pass

    def _write_rows(self, rows: Sequence[Sequence[object]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self._out.write(text.getvalue().encode())


class _Parquet:
    def __init__(self, out: IO[bytes]) -> None:
        self._arrow, parquet = _load_arrow()
        self._schema = self._arrow.schema(
            [self._arrow.field(name, self._type(kind)) for name, kind in _kinds().items()]
        )
        self._writer = parquet.ParquetWriter(out, self._schema, compression="zstd")

    def write(self, rows: Sequence[ExportedEvent]) -> None:
        columns = [[getattr(row, name) for row in rows] for name in COLUMNS]
        arrays = [self._arrow.array(held, type=field.type) for held, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()

    def _type(self, kind: Any) -> Any:  # noqa: ANN401  (pyarrow has no types of its own)
        if get_origin(kind) is tuple:
            return self._arrow.list_(self._arrow.string())
        held = {bool: self._arrow.bool_, int: self._arrow.int64, float: self._arrow.float64, str: self._arrow.string}
        return next(make() for one, make in held.items() if one is kind or one in get_args(kind))


@cache
def _kinds() -> dict[str, Any]:
    return get_type_hints(ExportedEvent)


def _load_arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
        from pyarrow import parquet  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as error:
        raise NoParquet(
            "Parquet is written by pyarrow, which is not installed: `pip install 'chancery[parquet]'`, "
            "or write .csv or .ndjson"
        ) from error
    return pa, parquet
