"""Signing what the ledger has grown to, and keeping the last checkpoint in a file outside the database.

Whoever rules the database can rewrite everything in it, the checkpoints kept there included. The file is out of their
reach: nothing is signed that does not continue it.
"""

import asyncio
import fcntl
import os
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import structlog

from events.connection import LOST
from events.errors import ChanceryError, InconsistentLedger, InvalidCheckpoint, InvalidProof
from events.ledger import statements
from events.ledger.notary import INTERVAL, Notary
from events.ledger.tree import Tree
from events.merkle.checkpoint import open_checkpoint, read_checkpoint
from events.merkle.note import SigningKey, VerifierKey
from service.following import follow
from service.settings import Settings
from service.signing import find_former, prepare_key, require_key

FOLDER = "checkpoints"
PAUSE = INTERVAL + 0.25
"""Seconds between two looks at the ledger: a little more than must lie between two checkpoints."""
PATIENCE = 2 * INTERVAL
"""How many seconds are waited for a checkpoint that may not be signed yet."""
_POLL = 0.5

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NotKept(ChanceryError):
    """The last checkpoint cannot be kept outside the database."""

    problem = "checkpoint-not-kept"


class NotSigned(ChanceryError):
    """No signed checkpoint covers what was asked for."""

    problem = "not-signed"


class Checkpoints:
    """The signed checkpoints of a ledger: in the database, and the last one in a file.

    After the key was changed there is no such file at first: the last ones of the ``former`` keys stand in for it.
    """

    def __init__(
        self, pool: "asyncpg.Pool[Any]", key: SigningKey, folder: Path, former: Sequence[VerifierKey] = ()
    ) -> None:
        self._notary = Notary(pool, key, former)
        self.tree = Tree(pool)
        self.verifier = key.verifier
        self.file = checkpoint_file(folder, key.verifier)
        self._former_files = [checkpoint_file(folder, each) for each in former]

    async def sign(self) -> str | None:
        """Give the latest checkpoint, signed now where the ledger has grown and the last one is ten seconds old.

        None where nothing has been appended yet, and nothing was ever signed.

        Raises:
            InconsistentLedger: the ledger does not continue the checkpoint in the file or in the database.
            InvalidCheckpoint: the file does not hold a checkpoint that this key, or a former one, has signed.
            NotKept: the file cannot be read or written.

        """
        outside = await asyncio.to_thread(read_outside, self.file)
        try:
            for file in self._former_files if outside is None else ():
                former = await asyncio.to_thread(read_outside, file)
                if former is not None:
                    await self._compare(former, file)
            if outside is not None:
                await self._compare(outside, self.file)
            note = await self._notary.sign()
        except InvalidProof as error:
            raise InconsistentLedger(
                f"the head row of the ledger holds no tree ({error}); find out why by `chancery audit verify`"
            ) from error
        if note is not None and note != outside:
            await asyncio.to_thread(self._keep, note)
        return note

    async def sign_over(self, position: int, patience: float = PATIENCE) -> str:
        """Give a checkpoint that covers a position, which the ledger must have; waits until one may be signed.

        Raises:
            NotSigned: none came in ``patience`` seconds.
            InconsistentLedger, InvalidCheckpoint, NotKept: as ``sign``.

        """
        try:
            async with asyncio.timeout(patience):
                while True:
                    note = await self.sign()
                    if note is not None and read_checkpoint(note).size >= position:
                        return note
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            raise NotSigned(
                f"no checkpoint that covers position {position} was signed in {patience:g} s; ask again, or see what "
                "the service logs"
            ) from None

    async def run(self, pause: float = PAUSE) -> None:
        """Sign whenever the ledger has grown, at most every ten seconds, until cancelled; failures are logged.

        ``pause`` is how many seconds lie between two looks at the ledger.
        """
        while True:
            try:
                note = await self.sign()
            except ChanceryError as error:
                _log.error("no checkpoint was signed", problem=error.problem, reason=str(error))
            except LOST as error:
                _log.warning("no checkpoint was signed; it is tried again", reason=str(error) or type(error).__name__)
            else:
                _log.debug("signed", size=note and read_checkpoint(note).size)
            await asyncio.sleep(pause)

    async def _compare(self, outside: str, file: Path) -> None:
        try:
            await self._notary.check(outside)
        except InvalidCheckpoint as error:
            raise InvalidCheckpoint(
                f"{file}: {error}; nothing is signed until the file is what was written to it, or is put away"
            ) from error
        except InconsistentLedger as error:
            raise InconsistentLedger(
                f"{error} (`chancery audit verify`); the checkpoint is in {file}; another ledger needs another key"
            ) from error

    def _keep(self, note: str) -> None:
        try:
            size = open_checkpoint(self.verifier, note).size
        except InvalidCheckpoint:
            # The last one of a former key: the next one will be ours.
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with (self.file.parent / f".{self.file.name}.lock").open("ab") as turn:
                fcntl.flock(turn, fcntl.LOCK_EX)
                outside = read_outside(self.file)
                # Another process may have kept a later one since.
                if outside is None or read_checkpoint(outside).size < size:
                    _replace(self.file, note)
        except OSError as error:
            raise NotKept(
                f"the checkpoint of {size} events cannot be kept in {self.file}: {error.strerror or error}; make the "
                "folder writable, or name another in CHANCERY_CHECKPOINTS"
            ) from error


def checkpoint_file(folder: Path, key: VerifierKey) -> Path:
    """Where the last checkpoint of a key's log is kept: one file a key."""
    return folder / f"{key.hash.hex()}.checkpoint"


def checkpoint_folder(settings: Settings) -> Path:
    """The folder outside the database that the settings name."""
    return settings.checkpoints or settings.home / FOLDER


def read_outside(file: Path) -> str | None:
    """The checkpoint in a file; None where there is no such file.

    Raises:
        NotKept: the file cannot be read.

    """
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise NotKept(f"the checkpoint in {file} cannot be read: {error}; restore the file, or put it away") from error


def open_checkpoints(settings: Settings, pool: "asyncpg.Pool[Any]") -> Checkpoints | None:
    """What signs for the ledger of the settings; None for a database of one's own without CHANCERY_SIGNING_KEY."""
    key = prepare_key(settings)
    return None if key is None else Checkpoints(pool, key, checkpoint_folder(settings), find_former(settings))


async def sign_growth(settings: Settings, pool: "asyncpg.Pool[Any]") -> str | None:
    """Give the latest checkpoint, signed now where the ledger has grown and the last one is ten seconds old.

    None where the ledger is empty, and where there is no key here: then the service signs that runs on the database.
    Raises as ``Checkpoints.sign`` and ``prepare_key``.
    """
    checkpoints = open_checkpoints(settings, pool)
    return None if checkpoints is None else await checkpoints.sign()


@asynccontextmanager
async def follow_growth(settings: Settings, pool: "asyncpg.Pool[Any]") -> AsyncGenerator[Checkpoints]:
    """Sign in the background as the ledger grows, until the end of the block.

    Raises:
        NoSigningKey, InvalidKey, BadKeyFile: there is no key to sign with.
        NotKept: the folder outside the database cannot be made or written.

    """
    checkpoints = Checkpoints(pool, require_key(settings), checkpoint_folder(settings), find_former(settings))
    await asyncio.to_thread(_try_folder, checkpoints.file.parent)
    async with follow(checkpoints.run(), "the signing of checkpoints"):
        yield checkpoints


async def read_last(pool: "asyncpg.Pool[Any]") -> str | None:
    """The last checkpoint that the database keeps, whoever signed it; None where there is none."""
    row = await pool.fetchrow(statements.READ_LAST_CHECKPOINT)
    return None if row is None else row["note"]


def _try_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise NotKept(
            f"no checkpoint can be kept in {folder}: {error.strerror or error}; make the folder writable, or name "
            "another, outside the database, in CHANCERY_CHECKPOINTS"
        ) from error


def _replace(file: Path, note: str) -> None:
    """Put a note in the place of a file, whole, also if the power fails in between."""
    handle, unfinished = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(note)
            opened.flush()
            os.fsync(opened.fileno())
        # Anybody may read a checkpoint: it is there to be handed out.
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(file)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
