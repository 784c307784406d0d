"""Answers that were given, kept for as long as the views stand where they stood then.

An answer is a function of its question and of the rows at one position, so that whoever asks again before the views
have moved gets the same without its being made anew.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import asyncpg

from projections.view import Tables, statement

Answer = TypeVar("Answer")
State = tuple[tuple[str, int, int, datetime], ...]
"""Name, version and position of tables, and when they last moved."""
MOST = 256
"""So many answers are kept, the least lately given are forgotten first."""
MOST_FACTS = 64
"""An answer that shows more facts is not kept: memory stays within bounds."""


class Remembered(Generic[Answer]):
    """The answers to some questions, each with the state of the tables that it was made from."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[State, Answer]] = OrderedDict()

    def find(self, question: Hashable, state: State) -> Answer | None:
        """The answer that was given in that state; None where none was."""
        found = self._kept.get(question)
        if found is None or found[0] != state:
            return None
        self._kept.move_to_end(question)
        return found[1]

    def keep(self, question: Hashable, state: State, answer: Answer) -> None:
        """Remember an answer that was made while the tables stayed in a state."""
        self._kept[question] = (state, answer)
        self._kept.move_to_end(question)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


async def read_state(
    connection: "asyncpg.Connection[asyncpg.Record] | asyncpg.Pool[asyncpg.Record]", tables: Sequence[Tables]
) -> State:
    """The state of the active versions of tables."""
    rows = await connection.fetch(statement("registry.sql", "active", 1), [each.name for each in tables])
    return tuple(sorted((row["name"], row["version"], row["position"], row["moved_at"]) for row in rows))
