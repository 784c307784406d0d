"""What a function gives for a text, worked out once and looked up from then on."""

from collections.abc import Callable

_MOST_REMEMBERED = 1 << 16


class Remembered:
    """A text to what is made of it; emptied when full, so that nothing that is read can fill the memory.

    Who asks looks into ``known`` first: a plain dictionary, which is found in fastest.
    """

    def __init__(self, make: Callable[[str], str]) -> None:
        self.known: dict[str, str] = {}
        self._make = make

    def learn(self, text: str) -> str:
        """What is made of a text that is not known yet."""
        if len(self.known) >= _MOST_REMEMBERED:
            self.known.clear()
        made = self.known[text] = self._make(text)
        return made
