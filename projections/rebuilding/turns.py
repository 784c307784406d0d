"""Processes that work side by side, and finish what they do one after the other."""

from multiprocessing.context import BaseContext


class GivenUp(Exception):
    """Whose turn it was will not end it."""


class Turns:
    """Who of several processes has the turn, in a ring, and how far they have come together.

    A process that is killed holds nobody up once all is given up: nothing here waits for who is gone.
    """

    def __init__(self, context: BaseContext, count: int) -> None:
        self._turns = [context.Semaphore(0) for _ in range(count)]
        self._reached = context.RawValue("q", 0)
        self._given_up = context.RawValue("b", 0)

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self._turns)

    @property
    def reached(self) -> int:
        """How far they have come."""
        return self._reached.value

    def begin(self, place: int) -> None:
        """Give the first one the turn, and say where all begins."""
        self._reached.value = place
        self._turns[0].release()

    def wait(self, number: int) -> None:
        """Wait for the turn of one of them.

        Raises:
            GivenUp: somebody has given up.

        """
        self._turns[number].acquire()
        if self._given_up.value:
            raise GivenUp

    def pass_on(self, number: int, place: int) -> None:
        """Say that all up to a place is done, and give the turn to the next one."""
        self._reached.value = place
        self._turns[(number + 1) % len(self._turns)].release()

    def give_up(self) -> None:
        """Let nobody wait any longer."""
        self._given_up.value = 1
        for turn in self._turns:
            turn.release()
