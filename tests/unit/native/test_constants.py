"""Constants told to the compiler, and what is none."""

import ast
from typing import Any

from native.constants import hold_constants

SOURCE = '''"""Marks.

And more.
"""

import re
from typing import TypeVar

T = TypeVar("T")
Kind = str
NOUN, VERB = "NV"
_FEW, _MANY = 2, len("many")  # words
_EITHER = frozenset({NOUN, VERB})
_known: dict[str, str] = {}
_turn = 0
TWICE = 1
TWICE = 2
_DAY = re.compile(
    "[0-9]",
)


def tell(tag: str) -> tuple[bool, int, int, int]:
    global _turn
    _turn += 1
    return tag in _EITHER, _FEW, _MANY, _turn
'''


def test_what_is_bound_once_is_final_and_means_the_same() -> None:
    """Texts and tuples that are unpacked too; not what is bound again, a type, or counted up by a function."""
    for source in (SOURCE, hold_constants(SOURCE)):
        names: dict[str, Any] = {}
        exec(compile(source, "marks.py", "exec", dont_inherit=True), names)  # noqa: S102  (what we wrote ourselves)
        assert (names["NOUN"], names["VERB"], names["TWICE"], names["_known"]) == ("N", "V", 2, {})
        assert names["tell"]("N") == (True, 2, 4, 1)
    told = [node for node in ast.parse(hold_constants(SOURCE)).body if isinstance(node, ast.AnnAssign)]
    final = {ast.unparse(node.target) for node in told if ast.unparse(node.annotation).startswith("Final")}
    assert final == {"NOUN", "VERB", "_FEW", "_MANY", "_EITHER", "_known", "_DAY"}


def test_no_line_moves() -> None:
    """Errors of a compiled module name the lines of the source."""
    lines = [[node.lineno for node in ast.parse(source).body[-3:]] for source in (SOURCE, hold_constants(SOURCE))]
    assert lines[0] == lines[1]
    assert hold_constants(SOURCE).count("\n") == SOURCE.count("\n")
