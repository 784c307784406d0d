"""What a benchmark ran on."""

import os
import platform
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def describe_machine() -> str:
    """Processor, cores, system and Python, in one line."""
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def read_processor_time(processes: Iterable[int]) -> float:
    """Return the seconds of processor time that processes have used, by Linux's /proc; of one that is gone none."""
    ticks = 0
    for process in processes:
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
