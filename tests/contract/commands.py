"""Runs the commands as a shell would."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CHANCERY = Path(sys.executable).parent / "chancery"
_SEVERAL = """
import json, sys
from click.testing import CliRunner
from service.cli import main

done = [CliRunner().invoke(main, call) for call in json.load(sys.stdin)]
json.dump([(each.exit_code, each.stdout, each.stderr) for each in done], sys.stdout)
"""


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


def run_several(*calls: Sequence[str], database: str) -> list[tuple[int, str, str]]:
    """Run commands one after the other in one process, for what no start of a process of its own would prove.

    Gives the exit code of each, what it said, and what it complained of.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHANCERY_")}
    done = subprocess.run(
        [sys.executable, "-c", _SEVERAL],
        input=json.dumps(calls).encode(),
        capture_output=True,
        env={**kept, "CHANCERY_DATABASE_URL": database},
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [(code, said, complained) for code, said, complained in json.loads(done.stdout)]


def read_json(*arguments: str, database: str | None = None) -> Any:
    """The JSON that a command answers with; it must succeed."""
    done = run_chancery(*arguments, "--json", database=database)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
