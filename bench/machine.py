"""What a benchmark ran on."""

import os
import platform


def describe_machine() -> str:
    """Processor, cores, system and Python, in one line."""
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
