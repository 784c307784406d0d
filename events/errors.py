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


class EmptyBatch(InvalidEvent):
    """There is nothing to append: give at least one event."""

    problem = "empty-batch"


class BatchTooLarge(InvalidEvent):
    """More events in one append than a transaction should hold."""

    problem = "batch-too-large"


class EventTooLarge(InvalidEvent):
    """An event whose payload is over the limit."""

    problem = "event-too-large"


class InvalidTag(InvalidEvent):
    """A tag that is empty, too long, or holds control characters."""

    problem = "invalid-tag"


class UnknownType(InvalidEvent):
    """An event type that the vocabulary does not have."""

    problem = "unknown-type"


class WrongVersion(InvalidEvent):
    """An event in another schema version than the one that is written today."""

    problem = "wrong-version"


class RepeatedId(InvalidEvent):
    """Two events of one batch bear the same id."""

    problem = "repeated-id"


class InvalidQuery(ChanceryError):
    """A query or condition that the ledger cannot answer."""

    problem = "invalid-query"


class IdReused(ChanceryError):
    """An id that the ledger has already, for another event or with another batch."""

    problem = "id-reused"


class ConditionFailed(ChanceryError):
    """The condition of an append no longer holds: read again from ``obstacle`` and decide again."""

    problem = "condition-failed"

    def __init__(self, obstacle: int) -> None:
        super().__init__(
            f"the condition of the append no longer holds: the event at position {obstacle} stands in the way; "
            "read what came since and decide again"
        )
        self.obstacle = obstacle


class LedgerUnavailable(ChanceryError):
    """The ledger cannot be reached; whether the events were appended is unknown: send the same again."""

    problem = "ledger-unavailable"


class InvalidProof(ChanceryError):
    """A proof that does not prove what it is said to prove."""

    problem = "invalid-proof"


class InvalidKey(ChanceryError):
    """A key that cannot sign or check anything."""

    problem = "invalid-key"


class InvalidCheckpoint(ChanceryError):
    """A checkpoint that is not well formed, or not signed by the key it should be signed by."""

    problem = "invalid-checkpoint"


class InconsistentLedger(ChanceryError):
    """The ledger is not what it was: its tree contradicts a checkpoint that was signed before."""

    problem = "inconsistent-ledger"
