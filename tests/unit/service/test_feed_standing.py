"""How a feed fares is judged by what is known of its readings."""

from datetime import UTC, datetime, timedelta

import pytest

from service.feeds.standing import FAILING, LATE, judge
from service.feeds.store import State

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READ = NOW - timedelta(days=1)
LONG = NOW - LATE - timedelta(minutes=1)
SOON = NOW - LATE + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("known", "fares"),
    [
        (None, "unread"),
        ({}, "unread"),
        ({"read_at": READ, "due_at": SOON}, "well"),
        ({"read_at": READ, "due_at": LONG}, "late"),
        ({"read_at": READ, "due_at": LONG, "wait_until": NOW}, "well"),
        ({"read_at": READ, "due_at": LONG, "claimed_until": NOW}, "well"),
        ({"read_at": READ, "due_at": SOON, "failures": FAILING - 1}, "well"),
        ({"read_at": READ, "due_at": LONG, "failures": FAILING}, "failing"),
    ],
)
def test_a_feed_is_judged(known: dict[str, datetime] | None, fares: str) -> None:
    """Never read, failing, left lying though long due, or well; a server that asks for patience makes nobody late."""
    state = None if known is None else State(url="https://e.example/rss", **known)  # pyright: ignore[reportArgumentType]
    assert judge(state, NOW) == fares
