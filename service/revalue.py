"""A report with some of its fields changed, checked as if it had just been read."""

from collections.abc import Mapping
from typing import Any

import msgspec

from events.errors import InvalidEvent
from events.vocabulary import REPORT_TYPES, Report
from events.wellformed import check
from service.parties import check_party
from service.problems import Refusal
from service.questions import check_choice
from service.statements import check_value

_FIXED = ("happening", "article", "evidence", "confidence")
_PARTY = ("source", "target", "initiator", "speaker", "host")


def revalue(report: Report, changes: Mapping[str, Any]) -> Report:
    """The report with ``changes`` (field to JSON value, null for none); ``type`` makes another act of it.

    A date may be written as one text (``2025-06-22``, or ``2025-06-22/2025-06-26``). What another type has no field
    for is left out.

    Raises:
        Refusal: a field that the type does not have or that no correction may change, or a value that it cannot have.

    """
    kind = REPORT_TYPES[check_choice("type", str(changes.get("type", type(report).__name__)), REPORT_TYPES)]
    own = tuple(name for name in kind.__struct_fields__ if name not in _FIXED)
    for name in changes:
        if name != "type":
            check_choice("field", name, own)
            check_value(name, changes[name])
    values: dict[str, Any] = {
        name: value for name, value in msgspec.to_builtins(report).items() if name in kind.__struct_fields__
    }
    values |= {name: _read(name, value) for name, value in changes.items() if name != "type"}
    values = {name: value for name, value in values.items() if value is not None} | {"type": kind.__name__}
    try:
        corrected = msgspec.convert(values, kind)
        check(corrected)
    except (msgspec.ValidationError, InvalidEvent) as error:
        raise Refusal("invalid-request", f"with these changes it is no {kind.__name__}: {error}") from error
    return corrected


def _read(name: str, value: Any) -> Any:  # noqa: ANN401  (JSON of whatever kind)
    if name in {"act", "due"} and isinstance(value, str):
        start, _, end = value.partition("/")
        return {"start": start, "end": end or start}
    if name in _PARTY and isinstance(value, str):
        return check_party(value)
    if name == "parties" and isinstance(value, list):
        return sorted({check_party(str(each)) for each in value})  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return value
