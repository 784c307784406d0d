"""Every error the ledger, the vocabulary and the decisions raise: one small tree.

The docstring of a class is its default message. Each error says what was wrong, with what value, and
what would be right; ``problem`` is the last part of its stable RFC 9457 type.
"""


class ChanceryError(Exception):
    """Something went wrong in Chancery."""

    problem = "error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__ or self.problem)


class InvalidEvent(ChanceryError):
    """An event that is not well formed."""

    problem = "invalid-event"


class InvalidInterval(InvalidEvent, ValueError):
    """A date or an interval of dates that cannot exist."""

    problem = "invalid-date"

    def __init__(self, value: str, remedy: str) -> None:
        super().__init__(f"not a date that exists: {value!r}; {remedy}")


class EvidenceMismatch(InvalidEvent):
    """The evidence of an event does not stand where it says it stands."""

    problem = "evidence-mismatch"


class UndecodableEvent(ChanceryError):
    """A stored event that no known version of the vocabulary can read."""

    problem = "undecodable-event"
