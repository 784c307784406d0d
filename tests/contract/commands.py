"""Runs the commands as a shell would."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CHANCERY = Path(sys.executable).parent / "chancery"


def run_chancery(
    *arguments: str,
    given: bytes | None = None,
    database: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command; ``database`` is the URL of the one that it works on, ``environment`` what is set besides."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHANCERY_")}
    if database is not None:
        kept["CHANCERY_DATABASE_URL"] = database
    kept |= environment or {}
    return subprocess.run([CHANCERY, *arguments], input=given, capture_output=True, env=kept, check=False, timeout=100)


def read_json(*arguments: str, database: str | None = None) -> Any:
    """The JSON that a command answers with; it must succeed."""
    done = run_chancery(*arguments, "--json", database=database)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
