"""The pairing of two small sides."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from service.evaluate.pairing import pair_best


def best_by_trying(worth: list[list[int]]) -> int:
    """The largest sum, by trying every pairing."""
    rows, columns = len(worth), len(worth[0])
    if rows > columns:
        return best_by_trying([list(column) for column in zip(*worth, strict=True)])
    return max(
        sum(worth[row][column] for row, column in enumerate(order)) for order in permutations(range(columns), rows)
    )


@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 9) | st.integers(10**30, 10**30 + 9), min_size=width, max_size=width),
            min_size=1,
            max_size=5,
        )
    )
)
def test_pairing_is_the_best_there_is(worth: list[list[int]]) -> None:
    """No other pairing is worth more, nothing is paired twice, and the smaller side is paired in full."""
    pairs = pair_best(worth)

    assert sum(worth[row][column] for row, column in pairs) == best_by_trying(worth)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert len(pairs) == min(len(worth), len(worth[0]))


def test_an_empty_side_pairs_nothing() -> None:
    """Without rows or without columns there is no pair."""
    assert pair_best([]) == []
    assert pair_best([[], []]) == []
