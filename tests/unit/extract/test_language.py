"""A language is loaded once, however many articles come in first."""

import subprocess
import sys

CODE = """
from concurrent.futures import ThreadPoolExecutor
from service.extract.language import load
with ThreadPoolExecutor(8) as threads:
    found = list(threads.map(load, ["fr", "en"] * 8))
assert len(set(map(id, found))) == 2, "a language was loaded more than once"
"""


def test_threads_that_read_first_at_the_same_time_share_one_language() -> None:
    """A service that has just started may be sent many articles at once: it neither ends nor loads any twice."""
    for _ in range(3):
        subprocess.run([sys.executable, "-c", CODE], check=True)
