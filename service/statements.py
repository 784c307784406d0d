"""What curators write, as it may stand in the ledger: no text without words, none with characters that nobody sees."""

import re
from collections.abc import Mapping
from typing import Any, cast

from events.evidence import CuratorStatement
from service.problems import Refusal

LONGEST = 1000
"""Characters of one text of a corrected value."""
MOST = 100
"""Items of one list of a corrected value."""

# Controls but tab and line feed, which no column of the database or no reader would take, and surrogates.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def state(who: str, why: str, source: str) -> CuratorStatement:
    """A curator's word; raises Refusal (invalid-request) where a part of it is blank or holds control characters."""
    for field, said in (("who", who), ("why", why), ("source", source)):
        if not said.strip():
            raise _refuse(field, "is blank", "words")
        _check_text(field, said)
    return CuratorStatement(who=who, why=why, source=source)


def check_value(field: str, value: object) -> None:
    """Refuse a value of a field (JSON of whatever kind) of which a text or list is too long, or not to be read."""
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise _refuse(field, f"has {len(value)} characters", f"at most {LONGEST} characters")
        _check_text(field, value)
    elif isinstance(value, list):
        held = cast("list[Any]", value)
        if len(held) > MOST:
            raise _refuse(field, f"has {len(held)} items", f"at most {MOST} items")
        for each in held:
            check_value(field, each)
    elif isinstance(value, Mapping):
        for each in cast("Mapping[str, Any]", value).values():
            check_value(field, each)


def _check_text(field: str, text: str) -> None:
    unseen = _UNSEEN.search(text)
    if unseen is not None:
        raise _refuse(field, f"holds the control character U+{ord(unseen[0]):04X}", "text without control characters")


def _refuse(field: str, wrong: str, right: str) -> Refusal:
    return Refusal("invalid-request", f"{field} {wrong}; give {right}", errors=((field, right),))
