"""Where the parts of a source stand, and edits of it that move no line."""

import ast
from typing import NamedTuple


class Edit(NamedTuple):
    """What takes the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class NoRoom(ValueError):
    """What is to be written needs more lines than what stands there."""


class Places:
    """Where the nodes of a source stand, in characters from its beginning."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = [line.encode() for line in source.splitlines(keepends=True)]
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """The first character of a node."""
        return self._at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """The character behind a node."""
        return self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def text(self, node: ast.expr) -> str:
        """A node as it is written."""
        return self._source[self.start(node) : self.end(node)]

    def _at(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][:column].decode())


def apply(source: str, edits: list[Edit]) -> str:
    """The source with these edits: lines that one no longer needs stay empty. Raises NoRoom where one needs more."""
    for start, end, text in sorted(edits, reverse=True):
        missing = source.count("\n", start, end) - text.count("\n")
        if missing < 0:
            raise NoRoom(text)
        source = source[:start] + text + "\n" * missing + source[end:]
    return source
