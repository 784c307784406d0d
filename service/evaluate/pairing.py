"""A maximum-weight pairing of two small sides, each of whose members may stand opposite any of the other."""

from collections.abc import Sequence


def pair_best(worth: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Pair rows with columns: the smaller side in full, the sum of ``worth[row][column]`` as large as can be.

    The Hungarian method with prices (Kuhn 1955, Munkres 1957), about rows² x columns steps. Returns (row, column)
    pairs in order of rows; the order of the input breaks equal sums.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        turned = list(zip(*worth, strict=True))
        return sorted((row, column) for column, row in pair_best(turned))
    row_price = [0] * len(worth)
    column_price = [0] * len(worth[0])
    holder: list[int | None] = [None] * len(worth[0])  # the row paired with each column so far
    for entering in range(len(worth)):
        _enter(entering, worth, row_price, column_price, holder)
    return sorted((row, column) for column, row in enumerate(holder) if row is not None)


def _enter(
    entering: int,
    worth: Sequence[Sequence[int]],
    row_price: list[int],
    column_price: list[int],
    holder: list[int | None],
) -> None:
    """Pair one more row, moving earlier rows to other columns where that is best; changes the last three in place."""

    def loss(row: int, column: int) -> int:
        return -worth[row][column] - row_price[row] - column_price[column]

    unreached = list(range(len(column_price)))
    reached: list[int] = []
    slack = [loss(entering, column) for column in unreached]
    came_from: list[int | None] = [None] * len(slack)
    while True:
        column = min(unreached, key=slack.__getitem__)
        step = slack[column]
        row_price[entering] += step
        for before in reached:
            column_price[before] -= step
            row = holder[before]
            if row is not None:
                row_price[row] += step
        unreached.remove(column)
        reached.append(column)
        for other in unreached:
            slack[other] -= step
        row = holder[column]
        if row is None:
            break
        for other in unreached:
            if (shorter := loss(row, other)) < slack[other]:
                slack[other], came_from[other] = shorter, column
    while (before := came_from[column]) is not None:
        holder[column], column = holder[before], before
    holder[column] = entering
