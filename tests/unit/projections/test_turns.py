"""Several processes finish what they do in one order, and nobody waits for who is gone."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from projections.rebuilding.turns import GivenUp, Turns


def test_turns_go_round_in_order() -> None:
    """Whoever is ready first waits until all that comes before is done."""
    turns = Turns(multiprocessing.get_context("spawn"), 3)
    done: list[int] = []

    def work(number: int) -> None:
        for place in range(number, 9, 3):
            turns.wait(number)
            done.append(place)
            turns.pass_on(number, place + 1)

    with ThreadPoolExecutor(3) as threads:
        working = [threads.submit(work, number) for number in (2, 1, 0)]
        turns.begin(0)
        for each in working:
            each.result(20)
    assert done == list(range(9))
    assert turns.reached == 9


def test_nobody_waits_once_all_is_given_up() -> None:
    """Who waits for a turn that will not come is told; how far all had come is still known."""
    turns = Turns(multiprocessing.get_context("spawn"), 2)
    turns.begin(5)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(turns.wait, 1)
        turns.give_up()
        with pytest.raises(GivenUp):
            waiting.result(20)
    with pytest.raises(GivenUp):
        turns.wait(0)
    assert turns.reached == 5
