"""What can go wrong in an evaluation; each message says what to do."""

from events.errors import ChanceryError


class EvaluationError(ChanceryError):
    """The predictions cannot be compared with the labels."""

    problem = "evaluation"


class HeldOutRefused(EvaluationError):
    """These articles are held out: aggregates only, so that nobody fits the rules to them."""

    problem = "held-out"
