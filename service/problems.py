"""The problems that answers over HTTP may name: one table, read from ``problems.toml``."""

import tomllib
from importlib.resources import files
from typing import Final

import msgspec

from events.errors import ChanceryError


class ProblemKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One type of problem: its HTTP status, its title, what it means and what mends it."""

    status: int
    title: str
    meaning: str
    remedy: str


def _read() -> dict[str, ProblemKind]:
    text = files("service").joinpath("problems.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, ProblemKind])


PROBLEMS: Final = _read()


class Refusal(ChanceryError):
    """A request that is refused; ``name`` is its problem, ``nearest`` what may have been meant.

    ``errors`` holds, for each field or parameter that is wrong, its name and what it should be.
    """

    problem = "invalid-request"

    def __init__(
        self, name: str, detail: str, *, nearest: tuple[str, ...] = (), errors: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(detail)
        self.problem = name
        self.nearest = nearest
        self.errors = errors


class TooManyRequests(Refusal):
    """More requests than a key or an address may make; ``retry_after`` seconds later one may be made again."""

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__("too-many-requests", detail)
        self.retry_after = retry_after


def find_kind(error: ChanceryError) -> str:
    """The name of the problem that an error stands for: its own, or that of its nearest ancestor which has one."""
    for name in (error.problem, *(getattr(ancestor, "problem", "") for ancestor in type(error).__mro__)):
        if name in PROBLEMS:
            return name
    return "internal"
