"""What an article tells of the distant past: anniversaries, obituaries and histories are no news of the day."""

from service.extract.claims import Claim, Dropped

LONG_PAST = 12
"""Years before publication from which on an act is history: it is not reported."""
_RIGHT_BEHIND = 1
"""Sentences behind history within which more of it is told."""


def drop_long_past(claims: list[Claim], published: str | None, dropped: list[Dropped]) -> list[Claim]:
    """The claims without those that ended long before publication; each of these is noted in ``dropped``.

    ``published`` is an ISO date of any precision, or None where nobody knows it: then nothing is history.
    """
    if published is None:
        return claims
    first = int(published[:4]) - LONG_PAST
    kept: list[Claim] = []
    old: list[Claim] = []
    for claim in claims:
        end = claim.when.end if claim.when is not None else None
        if end is not None and not end.startswith("--") and int(end[:4]) < first:
            old.append(claim)
            dropped.append(
                Dropped(rule=claim.rule, start=claim.start, end=claim.end, reason=f"history: it was in {end[:4]}")
            )
        elif any(_goes_on(claim, other) for other in old):
            dropped.append(Dropped(rule=claim.rule, start=claim.start, end=claim.end, reason="goes on with history"))
        else:
            kept.append(claim)
    return kept


def _goes_on(claim: Claim, old: Claim) -> bool:
    """Whether a claim without a date tells in passing more of the same two, right behind what is history."""
    near = 0 <= claim.sentence - old.sentence <= _RIGHT_BEHIND
    same = {*claim.sources, *claim.targets} <= {*old.sources, *old.targets}
    return claim.when is None and claim.background and near and same
