"""Which problems a route may answer with, for its OpenAPI description."""

from litestar.openapi.datastructures import ResponseSpec

from service.api.shapes import ProblemDetails
from service.problems import PROBLEMS

PROBLEM_JSON = "application/problem+json"
TIMED = (
    "invalid-request", "unknown-parameter", "unknown-party", "invalid-date", "invalid-moment", "beyond-head",
    "not-yet-projected", "ledger-unavailable",
)  # fmt: skip
"""What a question in three times may be refused for."""


ADDRESSED = ("invalid-request",)
"""What every route may refuse an address for: a NUL in it, a parameter given twice, a Host that is none."""
GUARDED = ("missing-key", "unknown-key", "scope-missing", "too-many-requests")
"""What whoever asks may be refused for, before anything else is looked at."""


def refusals(*names: str, guarded: bool = True) -> dict[int, ResponseSpec]:
    """A response for each HTTP status of the problems named, and for an internal error.

    ``guarded``: whether the route needs a key, and limits how often it may be asked.
    """
    by_status: dict[int, list[str]] = {}
    for name in dict.fromkeys((*names, *ADDRESSED, *(GUARDED if guarded else ()), "internal")):
        by_status.setdefault(PROBLEMS[name].status, []).append(name)
    return {
        status: ResponseSpec(
            ProblemDetails,
            generate_examples=False,
            media_type=PROBLEM_JSON,
            description=f"Problem: {', '.join(named)}.",
        )
        for status, named in sorted(by_status.items())
    }
