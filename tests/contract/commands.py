"""Runs the commands as a shell would."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from tests.contract.warm import Call

CHANCERY = Path(sys.executable).parent / "chancery"
"""The command itself, for what only a start from nothing proves."""


class Warm:
    """A process out of which commands are forked, so that none spends a second on loading what all load."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(
        self, *arguments: str, given: bytes | None, environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a command with this environment and no other, in the present folder, and wait for its end."""
        with tempfile.TemporaryDirectory(prefix="chancery-call-") as folder, self._turn:
            streams = [Path(folder, name) for name in ("given", "said", "complained")]
            for stream, content in zip(streams, (given or b"", b"", b""), strict=True):
                stream.write_bytes(content)
            call = Call(
                arguments=arguments,
                environment=dict(environment),
                folder=str(Path.cwd()),
                given=str(streams[0]),
                said=str(streams[1]),
                complained=str(streams[2]),
            )
            process = self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(msgspec.json.encode(call) + b"\n")
            process.stdin.flush()
            ended = process.stdout.readline()
            assert ended, "the process out of which commands are forked has ended"
            return subprocess.CompletedProcess(
                ["chancery", *arguments], int(ended), streams[1].read_bytes(), streams[2].read_bytes()
            )

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.contract.warm"],
                cwd=Path(__file__).parents[2],
                env=shell_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            atexit.register(self._process.communicate)
        return self._process


_WARM = Warm()


def shell_environment(**more: str) -> dict[str, str]:
    """This process's environment without any setting of ours, and what is set besides."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CHANCERY_")} | more


def run_in(
    environment: Mapping[str, str], *arguments: str, given: bytes | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command with this environment and no other, in a process of its own."""
    return _WARM.run(*arguments, given=given, environment=environment)


def run_chancery(
    *arguments: str,
    given: bytes | None = None,
    database: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command; ``database`` is the URL of the one that it works on, ``environment`` what is set besides."""
    named = {} if database is None else {"CHANCERY_DATABASE_URL": database}
    return run_in(shell_environment(**named, **(environment or {})), *arguments, given=given)


def read_json(*arguments: str, database: str | None = None) -> Any:
    """The JSON that a command answers with; it must succeed."""
    done = run_chancery(*arguments, "--json", database=database)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
