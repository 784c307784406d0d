"""What a function gives for a text, worked out once and looked up from then on."""

from collections.abc import Callable

_MOST_REMEMBERED = 1 << 16


class Remembered(dict[str, str]):
    """A text to what is made of it; emptied when full, so that nothing that is read can fill the memory."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        made = self[text] = self._make(text)
        return made
