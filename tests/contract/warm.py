"""Commands that start warm: each a process of its own, forked from one that has loaded what commands may import.

Run as a program: reads one call a line (JSON, ``Call``) from standard input, answers with its exit code.
"""

import gc
import importlib
import os
import signal
import sys
import traceback

import msgspec

PATIENCE = 100
"""Seconds after which a command that has not ended is killed."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A command, with everything that a process has of its own; the files are those of its standard streams."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    folder: str
    given: str
    said: str
    complained: str


def _load() -> None:
    from service.cli import COMMANDS  # noqa: PLC0415  (what is warmed is a matter of this program, not of who calls it)
    from service.extract.language import load  # noqa: PLC0415

    for entry in COMMANDS.values():
        importlib.import_module(f"service.cli.{entry.module}")
    importlib.import_module("service.app")
    for language in ("fr", "en"):
        load(language)
    gc.collect()
    gc.freeze()


def _become(call: Call) -> None:
    """Be the command, in the process that was forked for it."""
    for number, path, flags in (
        (0, call.given, os.O_RDONLY),
        (1, call.said, os.O_WRONLY | os.O_APPEND),
        (2, call.complained, os.O_WRONLY | os.O_APPEND),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(call.folder)
    os.environ.clear()
    os.environ.update(call.environment)
    sys.argv = ["chancery", *call.arguments]
    signal.alarm(PATIENCE)


def main() -> None:
    """Fork a process for each call and tell how it ended, as ``subprocess`` does: negative for a signal."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    _load()
    for line in calls:
        child = os.fork()
        if child == 0:
            calls.close()
            os.close(answers)
            _become(msgspec.json.decode(line, type=Call))
            from service.cli import main as command  # noqa: PLC0415

            command()
            return
        _, status = os.waitpid(child, 0)
        os.write(answers, b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    try:
        main()
    except Exception:  # noqa: BLE001  (as the interpreter itself would tell it)
        traceback.print_exc()
        sys.exit(1)
