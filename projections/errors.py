"""What can go wrong when a view is asked or kept; the docstring of a class is its default message."""

from collections.abc import Callable, Sequence

import msgspec

from events.errors import ChanceryError


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How a table built anew differs from the live one: rows that only one of them has, and some of those to look at.

    ``lines``: ``-`` only live, ``+`` only new, ``~`` in both but not equal.
    """

    view: str
    table: str
    gone: int
    come: int
    lines: tuple[str, ...]


class BeyondHead(ChanceryError):
    """A position that the ledger has not reached."""

    problem = "beyond-head"

    def __init__(self, asked: int, head: int) -> None:
        super().__init__(f"position {asked} lies beyond the head of the ledger, {head}; ask for a position up to that")
        self.asked = asked
        self.head = head


class NotYetProjected(ChanceryError):
    """The views have not come as far as asked, within the time allowed."""

    problem = "not-yet-projected"

    def __init__(self, asked: int, reached: int, timeout: float) -> None:
        super().__init__(
            f"after {timeout:g} s the views stand at position {reached}, not yet at {asked}; ask again in a moment"
        )
        self.asked = asked
        self.reached = reached


class BadCursor(ChanceryError):
    """A cursor that no list has given."""

    problem = "bad-cursor"

    def __init__(self, cursor: str) -> None:
        super().__init__(f"{cursor!r} is no cursor of this list; give the `next` of its page before, or nothing")


class ViewMissing(ChanceryError):
    """A view has no tables yet."""

    problem = "view-missing"

    def __init__(self, view: str) -> None:
        super().__init__(f"the view {view} has no tables yet; migrate the database and let the projections run once")


class ViewOutdated(ChanceryError):
    """A view was filled by an earlier fold, in a form that is no longer read; run `chancery rebuild all --accept`."""

    problem = "view-outdated"


class BadRules(ChanceryError):
    """The table of rules for a relation's status says something that cannot be."""

    problem = "bad-rules"


class PoisonEvent(ChanceryError):
    """An event that a view cannot take; the view has stopped before it."""

    problem = "poison-event"

    def __init__(self, view: str, position: int, event: str, kind: str, reason: str) -> None:
        super().__init__(
            f"the view {view} cannot take the {kind} {event} at position {position}: {reason}; "
            "mend the fold or the event's reading, then start again: nothing after it has been applied"
        )
        self.view = view
        self.position = position


class RebuildBusy(ChanceryError):
    """Another rebuild is under way; wait for its end, or stop it: what it has built is taken up by the next."""

    problem = "rebuild-busy"


class RebuildFailed(ChanceryError):
    """A view cannot be built anew; the live ones are as they were."""

    problem = "rebuild-failed"

    def __init__(
        self,
        reason: str,
        *,
        remedy: str = "Mend the fold or the event's reading, then rebuild again: it goes on from there",
    ) -> None:
        super().__init__(f"the rebuild has stopped: {reason}; the live views are as they were. {remedy}")

    def __reduce__(self) -> tuple[Callable[[str], "RebuildFailed"], tuple[str]]:
        """Travel from a process that folds as it is: made anew it would say everything twice."""
        return _say_as_it_is, (str(self),)


def _say_as_it_is(message: str) -> RebuildFailed:
    return RebuildFailed.__new__(RebuildFailed, message)


class RebuildUnequal(ChanceryError):
    """What was built anew is not what is there."""

    problem = "rebuild-unequal"

    def __init__(self, views: Sequence[str], differences: Sequence[Difference], *, remedy: str) -> None:
        several = ", ".join(f"{each.view} {each.table}" for each in differences)
        super().__init__(
            f"{', '.join(views)} built anew differ from the live tables in {several}; nothing was swapped. Look at the "
            f"differences; to put the new ones in place all the same: {remedy}"
        )
        self.differences = tuple(differences)


class BadReplay(ChanceryError):
    """A folder that holds no replay, or cannot take one."""

    problem = "bad-replay"
