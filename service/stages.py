"""How long each stage of reading an article takes."""

import time


class Stages:
    """A watch that is told when a stage ends; ``seconds`` holds what each has taken."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def __call__(self, ended: str) -> None:
        """Note the end of a stage; what is told twice is summed."""
        now = time.perf_counter()
        self.seconds[ended] = self.seconds.get(ended, 0.0) + now - self._since
        self._since = now
