"""What an article tells of the distant past: anniversaries, obituaries and histories are no news of the day."""

from service.extract.claims import Claim, Dropped

LONG_PAST = 12
"""Years before publication from which on an act is history: it is not reported."""


def drop_long_past(claims: list[Claim], published: str | None, dropped: list[Dropped]) -> list[Claim]:
    """The claims without those that ended long before publication; each of these is noted in ``dropped``.

    ``published`` is an ISO date of any precision, or None where nobody knows it: then nothing is history.
    """
    if published is None:
        return claims
    first = int(published[:4]) - LONG_PAST
    kept: list[Claim] = []
    for claim in claims:
        end = claim.when.end if claim.when is not None else None
        if end is None or end.startswith("--") or int(end[:4]) >= first:
            kept.append(claim)
        else:
            dropped.append(
                Dropped(rule=claim.rule, start=claim.start, end=claim.end, reason=f"history: it was in {end[:4]}")
            )
    return kept
