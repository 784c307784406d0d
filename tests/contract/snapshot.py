"""The OpenAPI document as it was committed: `python -m tests.contract.snapshot` writes it anew."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from service.app import make_app
from service.settings import Settings

SNAPSHOT = Path(__file__).with_name("openapi.json")


def find_differences(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """Where two documents differ, a line for each place."""
    if isinstance(before, dict) and isinstance(after, dict):
        old, new = cast("dict[str, Any]", before), cast("dict[str, Any]", after)
        for key in sorted({*old, *new}):
            here = f"{place}/{key.replace('~', '~0').replace('/', '~1')}"
            if key not in new:
                yield f"{here} is gone"
            elif key not in old:
                yield f"{here} is new"
            else:
                yield from find_differences(old[key], new[key], here)
    elif before != after:
        yield f"{place} was {before!r} and is {after!r}"


if __name__ == "__main__":
    document = make_app(Settings()).openapi_schema.to_schema()
    SNAPSHOT.write_text(json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
