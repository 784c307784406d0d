"""What a comparison has to know of each type of the label form; the facts stand in ``label_types.toml``."""

import difflib
import tomllib
from importlib.resources import files
from typing import Final

import msgspec

from service.evaluate.errors import EvaluationError


class LabelTypes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The types, and the groups of them that are compared in a way of their own; see ``label_types.toml``."""

    types: tuple[str, ...]
    symmetric: frozenset[str]
    quantity: frozenset[str]
    verbal: frozenset[str]
    one_target: frozenset[str]
    twins: tuple[tuple[str, str], ...]

    def lenient(self, name: str) -> str:
        """The type that stands for this one in the lenient scores: the first of its twins, else itself."""
        return next((first for first, second in self.twins if name == second), name)

    def check(self, name: str) -> None:
        """Raise EvaluationError where ``name`` is not a type."""
        if name in self.types:
            return
        nearest = difflib.get_close_matches(name, self.types, 1)
        remedy = f"did you mean {nearest[0]}?" if nearest else f"the types are {', '.join(self.types)}"
        msg = f"{name!r} is not a type of the label form; {remedy}"
        raise EvaluationError(msg)


def _read() -> LabelTypes:
    text = (files("service.evaluate") / "label_types.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), LabelTypes)


LABEL_TYPES: Final = _read()
