"""Headers of a request as ASGI brings them: a look at one costs no table of all."""

from typing import Any

from litestar.types import Scope


def find_header(scope: Scope, name: bytes) -> str | None:
    """The first header of a name, which is given in small letters; None where there is none."""
    request: Any = scope
    for each, value in request["headers"]:
        if each == name:
            return value.decode("latin-1")
    return None
